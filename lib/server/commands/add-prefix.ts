import { AddPrefix } from "#lib/contract/teams";
import { insertPrefix, lockPrefixes, overlappingPrefix } from "#lib/db/stores/prefixes";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord, teamSubject } from "../teams/team-subject.ts";

/** Gives a team the exclusive right to names that begin with a prefix. One lock for all prefixes, since any two may overlap. */
export const addPrefix = defineCommand({
  name: "add-prefix",
  permission: "team.manage-prefixes",
  input: AddPrefix,
  subject: teamSubject,
  async handle({ db }, { prefix }, { team }) {
    await lockPrefixes(db);
    const other = await overlappingPrefix(db, team.id, prefix);
    if (other) {
      const message = `overlaps with ${other.prefix}, which belongs to ${other.team}`;
      return fail("conflict", `${prefix} ${message}.`, { errors: [{ path: "prefix", message }] });
    }
    if (!(await insertPrefix(db, team.id, prefix))) {
      const errors = [{ path: "prefix", message: "is this team's already" }];
      return fail("conflict", `${team.name} has the prefix ${prefix} already.`, { errors });
    }
    return succeed(
      { team: team.slug, prefix },
      { audit: { action: "team.prefix-added", ...teamRecord(team), after: { prefix } } },
    );
  },
});
