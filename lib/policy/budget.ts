import { approximateBytes, formatBytes, grouped } from "#lib/domain/quantity";
import { estimateStoredBytes } from "#lib/domain/stored-bytes";
import type { TeamUsage } from "#lib/domain/team-usage";
import { configPath, type Evaluator, type Finding, type Proposal, type RuleOf } from "./evaluator.ts";

const HOUR_MS = 3_600_000n;

/**
 * Judges what a team has, what is pending, and what it asks for now against what it may have on a cluster. Bytes are the estimate of
 * {@link estimateStoredBytes}; a topic whose size nobody can tell counts as nothing (a `metadata` rule can ask for the rate).
 */
export const evaluateBudget: Evaluator<"budget"> = (rule, proposal) => {
  const { usage } = proposal;
  if (!usage) return [];
  return [...topics(rule, usage, proposal), ...partitions(rule, usage, proposal), ...bytes(rule, usage, proposal)];
};

function topics({ topics: limit }: RuleOf<"budget">, usage: TeamUsage, { team }: Proposal): Finding[] {
  if (limit === undefined || usage.topics + usage.pendingTopics + 1 <= limit) return [];
  const message = `${team.slug} has ${usage.topics} of ${limit} topics${pending(usage.pendingTopics)}; you ask for 1.`;
  return [{ path: "team", actual: String(usage.topics), limit: `${limit} topics`, message, suggestion: null }];
}

function partitions({ partitions: limit }: RuleOf<"budget">, usage: TeamUsage, { team, spec }: Proposal): Finding[] {
  if (limit === undefined) return [];
  const left = limit - usage.partitions - usage.pendingPartitions;
  if (spec.partitions <= left) return [];
  const has = `${team.slug} has ${grouped(usage.partitions)} of ${grouped(limit)} partitions`;
  return [
    {
      path: "spec.partitions",
      actual: String(spec.partitions),
      limit: `${limit} partitions for the team`,
      message: `${has}${pending(usage.pendingPartitions)}; you ask for ${grouped(spec.partitions)}.`,
      suggestion: left >= 1 ? left : null,
    },
  ];
}

function bytes(rule: RuleOf<"budget">, usage: TeamUsage, proposal: Proposal): Finding[] {
  const { team, spec, metadata, defaults } = proposal;
  if (rule.bytes === undefined) return [];
  const limit = BigInt(rule.bytes);
  const left = limit - BigInt(usage.bytes) - BigInt(usage.pendingBytes);
  const stored = estimateStoredBytes(spec, metadata.expectedBytesPerSecond, defaults);
  if (stored.kind === "unknown" || (stored.kind === "bounded" && stored.bytes <= left)) return [];

  const ask = stored.kind === "bounded" ? `about ${approximateBytes(stored.bytes)}` : "unlimited storage";
  const waiting =
    BigInt(usage.pendingBytes) === 0n ? "" : `, ${approximateBytes(BigInt(usage.pendingBytes))} more pending`;
  return [
    {
      path: configPath("retention.ms"),
      actual: spec.config["retention.ms"] ?? null,
      limit: `${formatBytes(limit)} for the team`,
      message: `${team.slug} stores ${approximateBytes(BigInt(usage.bytes))} of ${formatBytes(limit)}${waiting}; you ask for ${ask}.`,
      suggestion: retentionThatFits(left, proposal),
    },
  ];
}

/** The longest retention, in whole hours, whose estimate fits into what is left; null when an hour is too long, or no rate was given. */
function retentionThatFits(left: bigint, { spec, metadata }: Proposal): string | null {
  const rate = BigInt(metadata.expectedBytesPerSecond ?? 0) * BigInt(spec.replicationFactor);
  if (rate === 0n || left <= 0n) return null;
  const hours = (left * 1_000n) / rate / HOUR_MS;
  return hours < 1n ? null : String(hours * HOUR_MS);
}

function pending(count: number): string {
  return count === 0 ? "" : `, ${grouped(count)} more pending`;
}
