import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { currentPolicies } from "#lib/db/stores/policies";
import { findTeam } from "#lib/db/stores/teams";
import type { Loss, Plan } from "#lib/domain/plan";
import type { SpecPatch, TopicSpec } from "#lib/domain/topic-spec";
import { onlyFields, patchedSpec } from "#lib/plan/plan-change";
import { planSpecAdoption } from "#lib/plan/plan-drift";
import { planTopic } from "#lib/plan/plan-topic";
import { evaluatePolicies } from "#lib/policy/evaluate";
import { requiredSlots } from "#lib/policy/required-slots";
import { riskOf } from "#lib/policy/risk";
import { judgementOf } from "../requests/judgement.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { planWithLoss } from "./plan-with-loss.ts";
import type { TopicSight } from "./topic-sight.ts";

/** What differs between what is desired and what was last seen: settings, and the block where its bindings are missing. */
export function driftPlan(topic: ManagedTopic, { observed, seenAt }: TopicSight): Plan {
  const { cluster, name, spec, drift, metadata } = topic;
  const plan = planTopic({
    ...{ cluster, name, desired: spec, observed, observedAt: seenAt },
    managedKeys: Object.keys(topic.lastApplied?.config ?? {}),
    expectedBytesPerSecond: metadata.expectedBytesPerSecond,
  });
  const blocked = drift.find(({ field }) => field === "blocked");
  if (!blocked) return plan;
  const change = { field: "blocked", from: blocked.observed, to: blocked.desired, kind: "destructive" } as const;
  return { ...plan, changes: [...plan.changes, change] };
}

/** Judges putting fields back as they were desired. What Kafka cannot take back, such as partitions, is a refusal of that field. Reads only. */
export async function judgeRevert(
  db: Connection,
  topic: ManagedTopic,
  sight: TopicSight,
  { fields, shown }: { fields: readonly string[]; shown?: Loss | null | undefined },
): Promise<Judgement<"topic.revert">> {
  const plan = await planWithLoss(db, topic, onlyFields(driftPlan(topic, sight), fields), shown);
  const cluster = await clusterOf(db, topic);
  const risk = riskOf({ plan, tier: cluster.tier, classification: topic.metadata.classification });
  return judgementOf({
    ...{ patch: { fields: [...fields] }, plan, risk },
    slots: requiredSlots("topic.revert", risk, topic.team),
  });
}

/** The values that live on the cluster, of these fields. */
export function livePatch(fields: readonly string[], live: TopicSpec): SpecPatch {
  const keys = fields.filter((field) => field !== "partitions" && field !== "replicationFactor");
  return {
    ...(fields.includes("partitions") ? { partitions: live.partitions } : {}),
    ...(fields.includes("replicationFactor") ? { replicationFactor: live.replicationFactor } : {}),
    ...(keys.length > 0 ? { config: Object.fromEntries(keys.map((key) => [key, live.config[key] ?? null])) } : {}),
  };
}

/** Judges taking over what lives. Rules that it breaks are shown, raise the risk, and do not refuse it: it is so already. Reads only. */
export async function judgeAdoption(
  db: Connection,
  topic: ManagedTopic,
  { observed, seenAt }: TopicSight,
  fields: readonly string[],
): Promise<Judgement<"topic.adopt">> {
  const { cluster: slug, name, spec, metadata } = topic;
  const patch = livePatch(fields, observed);
  const plan = planSpecAdoption({ cluster: slug, name, topicId: observed.topicId, observedAt: seenAt, spec, patch });
  const [cluster, team, policies] = [
    await clusterOf(db, topic),
    await findTeam(db, topic.team.slug),
    await currentPolicies(db),
  ];
  if (!team) throw new Error(`team ${topic.team.slug} is gone while its topic is judged`);
  const proposal = { cluster, team, name, spec: patchedSpec(spec, patch), metadata, usage: null };
  const violations = evaluatePolicies(policies, proposal);
  const broken = violations.some(({ enforcement }) => enforcement === "deny");
  const risk = broken ? "high" : riskOf({ plan, tier: cluster.tier, classification: metadata.classification });
  const slots = requiredSlots("topic.adopt", risk, topic.team);
  return judgementOf({ patch, plan, risk, slots, violations, lenient: true });
}

async function clusterOf(db: Connection, { cluster: slug }: ManagedTopic) {
  const cluster = await findCluster(db, slug);
  if (!cluster) throw new Error(`cluster ${slug} is gone while its topic is judged`);
  return cluster;
}
