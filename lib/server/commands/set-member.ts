import { SetMember } from "#lib/contract/teams";
import { manualRole, setMembership, teamsOwnedAlone } from "#lib/db/stores/memberships";
import { findUser } from "#lib/db/stores/users";
import { fail } from "#lib/domain/result";
import { defineCommand, succeed } from "../define-command.ts";
import { teamRecord, teamSubjectForOwnership } from "../teams/team-subject.ts";
import { lastOwner } from "../users/refusals.ts";

/** Adds somebody to a team, or changes what they are in it. Asking for what is so already changes nothing. */
export const setMember = defineCommand({
  name: "set-member",
  permission: "team.manage-members",
  input: SetMember,
  subject: teamSubjectForOwnership,
  async handle({ db }, { userId, role }, { team }) {
    const user = await findUser(db, userId);
    if (!user || user.disabled) {
      const message = user ? "is disabled" : "is nobody in this installation";
      return fail("invalid_input", `This person ${message}.`, { errors: [{ path: "userId", message }] });
    }

    const before = await manualRole(db, team.id, userId);
    const answer = { team: team.slug, userId, role };
    if (before === role) return succeed(answer, { audit: [] });
    const alone = await teamsOwnedAlone(db, userId);
    if (before === "owner" && alone.some(({ id }) => id === team.id)) return lastOwner(user.name, [team]);

    await setMembership(db, { teamId: team.id, userId, source: "manual", role });
    const membership = { userId, user: user.name, source: "manual" };
    return succeed(answer, {
      audit: {
        action: before === null ? "team.member-added" : "team.member-changed",
        ...teamRecord(team),
        before: before && { ...membership, role: before },
        after: { ...membership, role },
      },
    });
  },
});
