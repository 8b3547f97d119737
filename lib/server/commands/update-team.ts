import { UpdateTeam } from "#lib/contract/teams";
import { updateTeamFields } from "#lib/db/stores/teams";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord, teamSubject } from "../teams/team-subject.ts";
import { changedMeanwhile } from "../users/refusals.ts";

/** Changes a team's name and contact. */
export const updateTeam = defineCommand({
  name: "update-team",
  permission: "team.update",
  input: UpdateTeam,
  subject: teamSubject,
  async handle({ db }, { version, name, contactMail, contactChat }, { team }) {
    if (version !== team.version) return changedMeanwhile(team.name, version, team.version);

    await updateTeamFields(db, team.id, { name, contactMail, contactChat });
    const before = { name: team.name, contactMail: team.contactMail, contactChat: team.contactChat };
    return succeed(
      { id: team.id, slug: team.slug, version: version + 1 },
      {
        audit: {
          action: "team.updated",
          ...teamRecord({ id: team.id, name }),
          before,
          after: { name, contactMail, contactChat },
        },
      },
    );
  },
});
