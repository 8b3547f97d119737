import { DeleteTeam } from "#lib/contract/teams";
import { membershipsOfTeam } from "#lib/db/stores/memberships";
import { removeTeam, teamPossessions } from "#lib/db/stores/teams";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { possessionsInWords } from "../teams/possessions-in-words.ts";
import { teamRecord, teamSubject } from "../teams/team-subject.ts";

/** Removes a team that owns nothing. Its members lose the membership, never their account; what was asked and decided stays on record. */
export const deleteTeam = defineCommand({
  name: "delete-team",
  permission: "team.delete",
  input: DeleteTeam,
  subject: teamSubject,
  async handle({ db }, _, { team }) {
    const owned = possessionsInWords(await teamPossessions(db, team.id));
    if (owned !== null) {
      const how = "Transfer what it owns to another team, and decide what is open.";
      return fail("conflict", `${team.name} still has ${owned}, so it cannot be deleted. ${how}`);
    }

    const members = await membershipsOfTeam(db, team.id);
    await removeTeam(db, team.id);
    const { slug, name, contactMail, contactChat } = team;
    const before = {
      ...{ slug, name, contactMail, contactChat },
      members: members.map(({ userId, name: user, role, source }) => ({ userId, user, role, source })),
    };
    return succeed({ slug }, { audit: { action: "team.deleted", ...teamRecord(team), before } });
  },
});
