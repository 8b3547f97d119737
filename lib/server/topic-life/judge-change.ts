import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { currentPolicies } from "#lib/db/stores/policies";
import { findTeam } from "#lib/db/stores/teams";
import { teamUsage } from "#lib/db/stores/topics";
import type { Cluster } from "#lib/domain/cluster";
import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import type { Slot } from "#lib/domain/slot";
import { countedBytes, estimateStoredBytes, type StoredBytes } from "#lib/domain/stored-bytes";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicChangePatch, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { patchedSpec, planChange, shorterRetentionMs } from "#lib/plan/plan-change";
import { evaluatePolicies, type Proposal } from "#lib/policy/evaluate";
import { requiredSlots } from "#lib/policy/required-slots";
import { riskOfChange } from "#lib/policy/risk";
import { type Growth, standingViolations } from "#lib/policy/standing-violations";
import type { Judgement } from "../requests/request-kind.ts";
import { agreementsBroken } from "./agreements-broken.ts";
import { planWithLoss } from "./plan-with-loss.ts";
import type { TopicSight } from "./topic-sight.ts";

export type ChangeCase = {
  topic: ManagedTopic;
  sight: TopicSight;
  patch: TopicChangePatch;
  /** The request that is judged again, with what was shown of it; null for one that is being made. */
  asked: { id: number; plan: Plan; slots: readonly Slot[] } | null;
};

/**
 * Judges a change of a topic that is there: the plan of the named fields from what was last seen, every rule in scope (what was broken before and is
 * not made worse does not refuse it), what a shorter retention deletes, whose agreement it breaks, the risk and who must approve. Reads only;
 * where the answer decides, call it with the team's row locked.
 */
export async function judgeChange(db: Connection, change: ChangeCase): Promise<Judgement<"topic.change">> {
  const { topic, sight, patch, asked } = change;
  const { cluster: slug, name, spec, metadata } = topic;
  const cluster = await findCluster(db, slug);
  if (!cluster) throw new Error(`cluster ${slug} is gone while its topic is judged`);
  const settings = planChange({
    ...{ cluster: slug, name, spec, patch, classification: metadata.classification },
    ...{ observed: sight.observed, observedAt: sight.seenAt, brokers: sight.brokers },
    defaults: sight.defaults,
    expectedBytesPerSecond: metadata.expectedBytesPerSecond,
  });
  const agreements = await agreementsBroken(db, topic, shorterRetentionMs(settings), asked?.slots);
  const measured = await planWithLoss(db, topic, settings, asked?.plan);
  const plan = { ...measured, effects: [...measured.effects, ...agreements.effects] };

  const after = { spec: patchedSpec(spec, patch), metadata: metadataAfter(metadata, patch) };
  const violations = await rulesBroken(db, cluster, change, after);
  const classification = { from: metadata.classification, to: after.metadata.classification };
  const risk = riskOfChange({ plan, tier: cluster.tier, classification });
  const more = moreThanBefore(topic, after, sight.defaults);
  return {
    ...{ patch, plan, fingerprint: fingerprintOf(plan), violations, risk, ...more },
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    slots: [...agreements.slots, ...requiredSlots("topic.change", risk, topic.team)],
  };
}

type After = { spec: TopicSpec; metadata: TopicMetadata };

function metadataAfter(metadata: TopicMetadata, { classification }: TopicChangePatch): TopicMetadata {
  return classification === undefined ? metadata : { ...metadata, classification };
}

async function rulesBroken(
  db: Connection,
  cluster: Cluster,
  { topic, sight: { defaults }, asked }: ChangeCase,
  after: After,
): Promise<Violation[]> {
  const [team, policies, usage] = await Promise.all([
    findTeam(db, topic.team.slug),
    currentPolicies(db),
    teamUsage(db, topic.team.id, cluster.slug, asked?.id ?? null, topic.id),
  ]);
  if (!team) throw new Error(`team ${topic.team.slug} is gone while its topic is judged`);
  // By name: a managed topic has a team and a cluster of its own, which are not these.
  const proposal = ({ spec, metadata }: After): Proposal => ({
    cluster,
    team,
    name: topic.name,
    spec,
    metadata,
    usage,
    defaults,
  });
  const [stood, broken] = [evaluatePolicies(policies, proposal(topic)), evaluatePolicies(policies, proposal(after))];
  return standingViolations(stood, broken, growthOf(topic, after, defaults)).map((one) => ({
    ...one,
    path: one.path.replace(/^spec\.|^metadata\.(?=classification$)/, "patch."),
  }));
}

/** What a team comes to have more of. */
function growthOf({ spec, metadata }: ManagedTopic, after: After, defaults: TopicDefaults): Growth {
  const stored = (one: TopicSpec) => estimateStoredBytes(one, metadata.expectedBytesPerSecond, defaults);
  const bytes = storesMore(stored(spec), stored(after.spec));
  return { partitions: after.spec.partitions > spec.partitions, bytes };
}

function storesMore(before: StoredBytes, after: StoredBytes): boolean {
  if (before.kind === "unbounded" || after.kind === "unknown") return false;
  return after.kind === "unbounded" || before.kind === "unknown" || after.bytes > before.bytes;
}

/** What a budget counts while the change is undecided: only what it adds. */
function moreThanBefore(topic: ManagedTopic, { spec, metadata }: After, defaults: TopicDefaults) {
  const bytes = countedBytes(spec, metadata.expectedBytesPerSecond, defaults) - topic.estimatedBytes;
  return { partitions: Math.max(0, spec.partitions - topic.spec.partitions), estimatedBytes: bytes > 0n ? bytes : 0n };
}
