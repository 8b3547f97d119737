import { RemovePrefix } from "#lib/contract/teams";
import { deletePrefix, namesThatNeed } from "#lib/db/stores/prefixes";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord, teamSubject } from "../teams/team-subject.ts";

/** Takes a prefix back, unless topics, open requests or access that the team gives stand on it and on no other of its prefixes. */
export const removePrefix = defineCommand({
  name: "remove-prefix",
  permission: "team.manage-prefixes",
  input: RemovePrefix,
  subject: teamSubject,
  async handle({ db }, { prefix }, { team }) {
    if (!team.prefixes.includes(prefix)) return fail("not_found", `${team.name} has no prefix ${prefix}.`);
    const { total, names } = await namesThatNeed(db, team.id, prefix);
    if (total > 0) {
      const more = total > names.length ? ` and ${total - names.length} more` : "";
      return fail("conflict", `${prefix} is still used by ${names.join(", ")}${more}.`, { extra: { total, names } });
    }

    await deletePrefix(db, team.id, prefix);
    return succeed(
      { team: team.slug, prefix },
      { audit: { action: "team.prefix-removed", ...teamRecord(team), before: { prefix } } },
    );
  },
});
