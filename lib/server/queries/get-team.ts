import { GetTeam, type TeamView } from "#lib/contract/teams";
import type { Database } from "#lib/db/database";
import { peopleOfTeam } from "#lib/db/stores/memberships";
import { findTeam } from "#lib/db/stores/teams";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { fail, ok } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { allowedTo } from "../read/allowed.ts";
import { teamBudgets } from "../read/team-budgets.ts";
import { teamCosts } from "../read/team-costs.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";

/** One team: who is in it, what it owns, how much of its budgets is used, and what the caller may do with it. */
export const getTeam = defineQuery({
  name: "get-team",
  permission: "team.read",
  input: GetTeam,
  async handle({ actor, db }, { team: slug }) {
    const team = await findTeam(db, slug);
    if (!team) return fail("not_found", "There is no such team.");

    const [people, counts, budgets, costs] = await Promise.all([
      peopleOfTeam(db, team.id),
      countsOf(db, actor, team.id),
      teamBudgets(db, team),
      teamCosts(db, team.id),
    ]);
    const isInside = actor.platformRole !== "none" || actor.memberships.some(({ teamId }) => teamId === team.id);
    const members = people.map((person) => ({ ...person, email: isInside ? person.email : null }));
    // What is pending tells of open requests, which outsiders do not see; what is there stands in the catalogue.
    const budget = budgets.map((use) => ({ ...use, pending: isInside ? use.pending : "0" }));
    return ok<TeamView>({ ...team, members, ...counts, budget, costs, may: mayDo(actor, team.id) });
  },
});

function mayDo(actor: Actor, teamId: string): TeamView["may"] {
  const subject: Subject = { kind: "team", id: teamId, teamId, visibility: "everyone-signed-in" };
  const may = (permission: Permission) => allowedTo(decide(actor, permission, subject));
  return {
    update: may("team.update"),
    manageMembers: may("team.manage-members"),
    managePrefixes: may("team.manage-prefixes"),
    delete: may("team.delete"),
    requestTopic: may("topic.request"),
    transfer: may("ownership.transfer"),
  };
}

/** What the team owns, and how many of its open requests the caller may see. */
async function countsOf(db: Database, actor: Actor, teamId: string): Promise<{ topics: number; openRequests: number }> {
  const [counts] = await db.$queryRaw<{ topics: number; openRequests: number }[]>`
    SELECT (SELECT count(*)::int FROM topics t WHERE t.team_id = ${teamId}::uuid) AS topics,
      (SELECT count(*)::int FROM requests r WHERE r.team_id = ${teamId}::uuid AND r.state = 'submitted'
        AND ${requestsVisibleTo(actor)}) AS "openRequests"`;
  if (!counts) throw new Error("an aggregate answered no row");
  return counts;
}
