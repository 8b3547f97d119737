import { z } from "zod";
import type { SettingsView } from "#lib/contract/users";
import { LOCAL_ISSUER } from "#lib/db/stores/users";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";

type Row = Pick<SettingsView, "email" | "theme" | "signIn">;

/** Somebody's own settings. */
export const getSettings = defineQuery({
  name: "get-settings",
  permission: "settings.update",
  input: z.strictObject({}),
  async handle({ actor, db }) {
    const [row] = await db.$queryRaw<Row[]>`
      SELECT u.email, u.theme, ARRAY(SELECT CASE WHEN i.issuer = ${LOCAL_ISSUER} THEN 'password' ELSE i.issuer END
        FROM identities i WHERE i.user_id = u.id ORDER BY 1) AS "signIn"
      FROM users u WHERE u.id = ${actor.userId}::uuid`;
    if (!row) return fail("not_found", "There is no such person.");

    const teams = actor.memberships.map(({ teamSlug, role }) => ({ slug: teamSlug, role }));
    return ok<SettingsView>({ ...row, name: actor.name, platformRole: actor.platformRole, teams });
  },
});
