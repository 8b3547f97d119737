import { expect, test } from "vitest";
import { TokenPermission } from "#lib/domain/permission";
import { PERMISSION_RELATIONS } from "./permissions.ts";

const HEAD = `# Who may do what

Printed from \`PERMISSION_RELATIONS\` in \`lib/policy/permissions.ts\` by \`permissions-document.test.ts\`, which fails when the two differ;
\`npx vitest run --project unit lib/policy/permissions-document.test.ts --update\` prints it anew. What this means over HTTP, for
each call and role, stands in \`e2e/api/authorization/\`.

Any one of the relations to the object suffices. A *slot holder* may fill an open approval of the request, which its requester never
does. A *requesting member* asked, and is still in the team. An *operator* has the command line of the installation. A token acts as
its user with at most the permissions that it was given.

| permission | relation to the object | tokens |
|---|---|---|
`;

test("docs/permissions.md is the table that decides", async () => {
  const rows = Object.entries(PERMISSION_RELATIONS).map(([permission, relations]) => {
    const token = TokenPermission.safeParse(permission).success ? "yes" : "never";
    return `| \`${permission}\` | ${relations.map((relation) => relation.replaceAll("-", " ")).join(", ")} | ${token} |\n`;
  });

  await expect(HEAD + rows.join("")).toMatchFileSnapshot("../../docs/permissions.md");
});
