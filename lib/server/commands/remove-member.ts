import { RemoveMember } from "#lib/contract/teams";
import { manualRole, membershipsOf, setMembership, teamsOwnedAlone } from "#lib/db/stores/memberships";
import { findUser } from "#lib/db/stores/users";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord, teamSubjectForOwnership } from "../teams/team-subject.ts";
import { lastOwner } from "../users/refusals.ts";

/** Takes back a membership that was given by hand. One that comes from a group ends where the group is kept. */
export const removeMember = defineCommand({
  name: "remove-member",
  permission: "team.manage-members",
  input: RemoveMember,
  subject: teamSubjectForOwnership,
  async handle({ db }, { userId }, { team }) {
    const user = await findUser(db, userId);
    const role = user && (await manualRole(db, team.id, userId));
    if (!user || !role) {
      const throughGroup = user && (await membershipsOf(db, userId)).some(({ teamId }) => teamId === team.id);
      if (!throughGroup) return fail("not_found", "This person is not in the team.");
      return fail(
        "conflict",
        `${user.name} is in ${team.name} through a group of the identity provider; remove them there.`,
      );
    }
    const alone = await teamsOwnedAlone(db, userId);
    if (alone.some(({ id }) => id === team.id)) return lastOwner(user.name, [team]);

    await setMembership(db, { teamId: team.id, userId, source: "manual", role: null });
    const before = { userId, user: user.name, role, source: "manual" };
    return succeed(
      { team: team.slug, userId },
      { audit: { action: "team.member-removed", ...teamRecord(team), before } },
    );
  },
});
