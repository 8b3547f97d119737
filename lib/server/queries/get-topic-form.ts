import { GetTopicForm, type TopicForm } from "#lib/contract/pages";
import type { Database } from "#lib/db/database";
import { topicDefaults } from "#lib/db/stores/clusters";
import { teamUsage } from "#lib/db/stores/topics";
import type { Actor } from "#lib/domain/actor";
import { ok } from "#lib/domain/result";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { describeBudgets } from "#lib/policy/describe-limits";
import { defineQuery } from "../define-query.ts";
import { topicLimits } from "../read/topic-limits.ts";

/** Everything that the form for a new topic needs before the first keystroke: where, for whom, and what the rules allow there. */
export const getTopicForm = defineQuery({
  name: "get-topic-form",
  permission: "topic.request",
  input: GetTopicForm,
  async handle({ actor, db }, { cluster: wantedCluster, team: wantedTeam, edit = null }) {
    const [clusters, teams] = await Promise.all([readClusters(db), readTeams(db, actor)]);
    const cluster = clusters.find(({ slug }) => slug === wantedCluster) ?? clusters[0];
    const team = teams.find(({ slug }) => slug === wantedTeam) ?? teams[0];
    if (!cluster || !team) {
      const nothing = { template: null, limits: [], budget: [], defaults: STOCK_DEFAULTS };
      return ok<TopicForm>({ clusters, teams, cluster: cluster?.slug ?? null, team: team?.slug ?? null, ...nothing });
    }

    const [{ template, limits, budgets }, usage, defaults] = await Promise.all([
      topicLimits(db, cluster.slug, team.slug, null),
      teamUsage(db, team.id, cluster.slug, edit),
      topicDefaults(db, cluster.slug),
    ]);
    const budget = describeBudgets(team.slug, budgets, usage);
    const place = { clusters, teams, cluster: cluster.slug, team: team.slug };
    return ok<TopicForm>({ ...place, template, limits, budget, defaults });
  },
});

function readClusters(db: Database): Promise<TopicForm["clusters"]> {
  return db.$queryRaw`SELECT slug, name, tier FROM clusters WHERE detached_at IS NULL ORDER BY slug`;
}

function readTeams(db: Database, actor: Actor): Promise<TopicForm["teams"]> {
  return db.$queryRaw`
    SELECT t.id, t.slug, t.name,
      coalesce((SELECT array_agg(p.prefix ORDER BY p.prefix) FROM team_prefixes p WHERE p.team_id = t.id), '{}') AS prefixes
    FROM teams t WHERE t.id = ANY (${actor.memberships.map((membership) => membership.teamId)}::uuid[]) ORDER BY t.slug`;
}
