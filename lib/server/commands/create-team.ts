import { CreateTeam } from "#lib/contract/teams";
import { insertTeam } from "#lib/db/stores/teams";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord } from "../teams/team-subject.ts";

/** Makes a team without members; its short name stands in addresses and never changes. */
export const createTeam = defineCommand({
  name: "create-team",
  permission: "team.create",
  input: CreateTeam,
  subject: async () => ({ subject: { kind: "team", id: "new", visibility: "everyone-signed-in" } }),
  async handle({ db }, team) {
    const id = await insertTeam(db, team);
    if (id === null) {
      const errors = [{ path: "slug", message: "is another team's already" }];
      return fail("conflict", `There is a team ${team.slug} already.`, { errors });
    }
    return succeed(
      { id, slug: team.slug, version: 1 },
      { audit: { action: "team.created", ...teamRecord({ id, name: team.name }), after: team } },
    );
  },
});
