import type { Page, Person } from "#lib/contract/common";
import { FindPeople } from "#lib/contract/users";
import { fail, ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";

const MOST = 20;

/**
 * Enabled people by part of their name, to be added to a team: for owners of any team and the platform. An e-mail address finds its
 * person when it is whole; by parts, an owner could spell out the addresses of people in other teams.
 */
export const findPeople = defineQuery({
  name: "find-people",
  permission: "team.manage-members",
  input: FindPeople,
  async handle({ actor, db }, { q }) {
    const manages = actor.platformRole === "admin" || actor.memberships.some(({ role }) => role === "owner");
    if (!manages) return fail("forbidden", "This needs an owner of a team or a platform admin.");

    const items = await db.$queryRaw<Person[]>`
      SELECT id, name FROM users WHERE disabled_at IS NULL AND (name ILIKE ${containing(q)} OR lower(email) = lower(${q}))
      ORDER BY name, id LIMIT ${MOST}`;
    return ok<Page<Person>>({ items, nextCursor: null });
  },
});
