import { expect } from "@playwright/test";
import type { CredentialIssued } from "#lib/contract/applications";
import {
  expectPrincipal,
  issueCredential,
  makeApplication,
  makePrincipal,
  makeSide,
  principalOf,
  type Side,
} from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { stack } from "../support/control.ts";
import { sqlAs } from "../support/database.ts";
import { type KafkaLogin, kafkaClientOf } from "../support/kafka-client.ts";
import { test } from "../support/test.ts";

test.afterEach(async () => {
  await stack.startAll();
});

/** What somebody who can write to the database might do to a credential that waits for the worker. */
const TAMPERINGS = {
  "a byte of it is another one": "UPDATE sealed_credentials SET sealed = reverse(sealed) WHERE principal_id = $1",
  "it is no box at all": "UPDATE sealed_credentials SET sealed = 'open' WHERE principal_id = $1",
  "it names another key": "UPDATE sealed_credentials SET key_id = reverse(key_id) WHERE principal_id = $1",
  "it is lost": "DELETE FROM sealed_credentials WHERE principal_id = $1",
};

for (const [what, statement] of Object.entries(TAMPERINGS)) {
  test(`a sealed credential: ${what}: blocked until it is made again`, async ({ sessions }) => {
    const side = await makeSide(sessions.admin, "tampered");
    const application = await makeApplication(side);
    const principalId = await makePrincipal(side, application, `${side.team.slug}.${application}`);
    await stack.stopWorker();
    const login = await issueUnseen(side, principalId);
    await sqlAs("owner", statement, [principalId]);
    await stack.startWorker();

    await expectPrincipal(side.member, application, principalId, { state: "blocked" });
    const { message, credential } = await principalOf(side.member, application, principalId);
    expect(message).toMatch(/Issue a new one/);
    expect(credential).not.toBe("confirmed");
    expect(await kafkaClientOf(login).write("any")).toBe("no log-in");

    const again = await issueCredential(side, application, principalId);
    await expectPrincipal(side.member, application, principalId, { state: "ready" });
    expect(await kafkaClientOf(again).write("any")).not.toBe("no log-in");
  });
}

test("a sealed credential that is moved to another principal opens for neither", async ({ sessions }) => {
  const side = await makeSide(sessions.admin, "moved");
  const names = ["own", "other"].map((word) => `${side.team.slug}.${word}`);
  const applications = [await makeApplication(side), await makeApplication(side)] as const;
  const own = await makePrincipal(side, applications[0], names[0] ?? "");
  const other = await makePrincipal(side, applications[1], names[1] ?? "");
  await stack.stopWorker();
  const login = await issueUnseen(side, own);
  await issueUnseen(side, other);

  // Whoever reads the first password would then log in as the second.
  await sqlAs(
    "owner",
    `UPDATE sealed_credentials mine SET sealed = theirs.sealed, key_id = theirs.key_id
     FROM sealed_credentials theirs WHERE mine.principal_id = $2 AND theirs.principal_id = $1`,
    [own, other],
  );
  await stack.startWorker();

  await expectPrincipal(side.member, applications[0], own, { credential: "confirmed" });
  await expectPrincipal(side.member, applications[1], other, { state: "blocked" });
  const asOther = kafkaClientOf({ ...login, username: names[1] ?? "" });
  expect(await asOther.write("any")).toBe("no log-in");
});

/** Makes a credential while the worker is away. */
async function issueUnseen({ member }: Side, principalId: string): Promise<KafkaLogin> {
  const issued = expectOk<CredentialIssued>(await member.post(`/principals/${principalId}/credential`));
  return { username: issued.username, password: issued.password ?? "" };
}
