import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { currentPolicies } from "#lib/db/stores/policies";
import { findTeam } from "#lib/db/stores/teams";
import type { Plan } from "#lib/domain/plan";
import type { Slot } from "#lib/domain/slot";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { SpecPatch, TopicSpec } from "#lib/domain/topic-spec";
import { changeKind } from "#lib/plan/change-kind";
import { onlyFields, patchedSpec, shorterRetentionMs } from "#lib/plan/plan-change";
import { planSpecAdoption } from "#lib/plan/plan-drift";
import { planTopic } from "#lib/plan/plan-topic";
import { revertKind } from "#lib/plan/revert-kind";
import { evaluatePolicies } from "#lib/policy/evaluate";
import { requiredSlots } from "#lib/policy/required-slots";
import { riskOf } from "#lib/policy/risk";
import { judgementOf } from "../requests/judgement.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { agreementsBroken } from "./agreements-broken.ts";
import { planWithLoss } from "./plan-with-loss.ts";
import type { TopicSight } from "./topic-sight.ts";

/** What differs between what is desired and what was last seen: settings, and the block where its bindings are missing, or left. */
export function driftPlan(topic: ManagedTopic, { observed, seenAt, brokers, defaults }: TopicSight): Plan {
  const { cluster, name, spec, drift, metadata } = topic;
  const plan = planTopic({
    ...{ cluster, name, desired: spec, observed, observedAt: seenAt, brokers, defaults },
    managedKeys: Object.keys(topic.lastApplied?.config ?? {}),
    expectedBytesPerSecond: metadata.expectedBytesPerSecond,
  });
  const blocked = drift.find(({ field }) => field === "blocked");
  if (!blocked) return plan;
  const { field, observed: from, desired: to } = blocked;
  const change = { field, from, to, kind: revertKind(blocked, defaults) ?? "destructive" };
  return { ...plan, changes: [...plan.changes, change] };
}

/** A request that is judged again, with what was shown of it. */
type AskedBefore = { plan: Plan; slots: readonly Slot[] };

/** Judges putting fields back as they were desired. What Kafka cannot take back, such as partitions, is a refusal of that field. Reads only. */
export async function judgeRevert(
  db: Connection,
  topic: ManagedTopic,
  sight: TopicSight,
  { fields, asked = null }: { fields: readonly string[]; asked?: AskedBefore | null },
): Promise<Judgement<"topic.revert">> {
  const settings = onlyFields(driftPlan(topic, sight), fields);
  const promises = await agreementsBroken(db, topic, shorterRetentionMs(settings), asked?.slots);
  const measured = await planWithLoss(db, topic, settings, asked?.plan);
  const plan = { ...measured, effects: [...measured.effects, ...promises.effects] };
  const cluster = await clusterOf(db, topic);
  const risk = riskOf({ plan, tier: cluster.tier, classification: topic.metadata.classification });
  return judgementOf({
    ...{ patch: { fields: [...fields] }, plan, risk },
    slots: [...promises.slots, ...requiredSlots("topic.revert", risk, topic.team)],
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

/**
 * Judges taking over what lives. Rules that it breaks are shown, raise the risk, and do not refuse it: it is so already. Whoever was promised a longer
 * retention than it then is acknowledges first: it was not agreed to by being done. Reads only.
 */
export async function judgeAdoption(
  db: Connection,
  topic: ManagedTopic,
  { observed, seenAt, defaults }: TopicSight,
  { fields, asked = null }: { fields: readonly string[]; asked?: AskedBefore | null },
): Promise<Judgement<"topic.adopt">> {
  const { cluster: slug, name, spec, metadata } = topic;
  const patch = livePatch(fields, observed);
  const settings = planSpecAdoption({
    cluster: slug,
    name,
    topicId: observed.topicId,
    observedAt: seenAt,
    spec,
    patch,
    defaults,
  });
  const promises = await agreementsBroken(db, topic, adoptedRetentionMs(settings, defaults), asked?.slots);
  const plan = { ...settings, effects: [...settings.effects, ...promises.effects] };
  const [cluster, team, policies] = [
    await clusterOf(db, topic),
    await findTeam(db, topic.team.slug),
    await currentPolicies(db),
  ];
  if (!team) throw new Error(`team ${topic.team.slug} is gone while its topic is judged`);
  const proposal = { cluster, team, name, spec: patchedSpec(spec, patch), metadata, usage: null, defaults };
  const violations = evaluatePolicies(policies, proposal);
  const broken = violations.some(({ enforcement }) => enforcement === "deny");
  const risk = broken ? "high" : riskOf({ plan, tier: cluster.tier, classification: metadata.classification });
  const slots = [...promises.slots, ...requiredSlots("topic.adopt", risk, topic.team)];
  return judgementOf({ patch, plan, risk, slots, violations, lenient: true });
}

/** The retention, in ms, to which an adoption shortens what is desired; null where it does not. */
function adoptedRetentionMs({ changes }: Plan, defaults: TopicDefaults): bigint | null {
  const acting = changes.map(({ field, from, to }) => {
    const text = (value: string | number | null) => (value === null ? null : String(value));
    const kind = changeKind(field, text(from), text(to), defaults);
    return { field, from, to, kind };
  });
  return shorterRetentionMs({ changes: acting, defaults });
}

async function clusterOf(db: Connection, { cluster: slug }: ManagedTopic) {
  const cluster = await findCluster(db, slug);
  if (!cluster) throw new Error(`cluster ${slug} is gone while its topic is judged`);
  return cluster;
}
