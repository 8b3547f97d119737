import type { Connection } from "#lib/db/database";
import { currentPolicies } from "#lib/db/stores/policies";
import type { LockedTeam } from "#lib/db/stores/teams";
import { lastObservation, teamUsage } from "#lib/db/stores/topics";
import type { Cluster } from "#lib/domain/cluster";
import { countedBytes } from "#lib/domain/stored-bytes";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { metadataChanges } from "#lib/plan/plan-metadata";
import { planTopic } from "#lib/plan/plan-topic";
import { evaluatePolicies } from "#lib/policy/evaluate";
import { prefixRight } from "#lib/policy/prefix-right";
import { requiredSlots } from "#lib/policy/required-slots";
import { riskOf } from "#lib/policy/risk";
import type { Judgement } from "./requests/request-kind.ts";

export type TopicCase = {
  cluster: Cluster;
  team: LockedTeam;
  name: string;
  patch: TopicPatch;
  /** The request that is being judged again: what it holds is not counted against itself. */
  requestId: number | null;
};

/**
 * Judges a topic that somebody asks for: the plan against the last observation, every rule in scope, the risk and who must
 * approve. Reads only; where the answer decides, call it with the team's row locked.
 */
export async function judgeTopic(
  db: Connection,
  { cluster, team, name, patch, requestId }: TopicCase,
): Promise<Judgement<"topic.create">> {
  const [{ seenAt, brokers, defaults, observed }, usage, policies] = await Promise.all([
    lastObservation(db, cluster.slug, name),
    teamUsage(db, team.id, cluster.slug, requestId),
    currentPolicies(db),
  ]);
  const { spec, metadata } = patch;
  const { expectedBytesPerSecond } = metadata;
  const settings = planTopic({
    cluster: cluster.slug,
    name,
    desired: spec,
    observed,
    observedAt: seenAt,
    brokers,
    defaults,
    expectedBytesPerSecond,
  });
  const plan = { ...settings, changes: [...settings.changes, ...metadataChanges(null, metadata)] };

  const rules = evaluatePolicies(policies, { cluster, team, name, spec, metadata, usage, defaults });
  // A rule on names that refuses already says it better.
  const named = rules.some(({ path, enforcement }) => path === "name" && enforcement === "deny");
  const violations = named ? rules : [...prefixRight(team, name), ...rules];
  const risk = riskOf({ plan, tier: cluster.tier, classification: metadata.classification });
  return {
    patch,
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: violations.some((violation) => violation.enforcement === "deny"),
    risk,
    slots: requiredSlots("topic.create", risk, { id: team.id, name: team.name }),
    partitions: spec.partitions,
    estimatedBytes: countedBytes(spec, expectedBytesPerSecond, defaults),
  };
}
