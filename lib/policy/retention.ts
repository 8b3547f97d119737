import { formatBytes, formatDuration, UNLIMITED } from "#lib/domain/quantity";
import { deletesByAge, effectiveNumber } from "#lib/domain/stored-bytes";
import { configPath, type Evaluator, type Finding, type Proposal, type RuleOf } from "./evaluator.ts";
import type { Place } from "./scope.ts";

const WEEK_MS = 604_800_000n;

type RetentionKey = "retention.ms" | "retention.bytes";

/**
 * Judges how long and how much a topic keeps. A key that is not set counts as the cluster's default, because that is what the topic
 * gets. A topic that is only compacted deletes nothing by age or size and is not judged.
 */
export const evaluateRetention: Evaluator<"retention"> = (rule, proposal, place) =>
  deletesByAge(proposal.spec, proposal.defaults)
    ? [...time(rule, proposal, place), ...size(rule, proposal, place)]
    : [];

function time(rule: RuleOf<"retention">, { spec, defaults }: Proposal, place: Place): Finding[] {
  const min = bound(rule.minMs);
  const max = bound(rule.maxMs);
  const given = effectiveNumber(spec, "retention.ms", defaults);
  const atMost = max === undefined ? undefined : `at most ${formatDuration(max)}`;

  if (given === UNLIMITED) {
    if (rule.unlimitedAllowed) return [];
    const message = unlimited(place, "retention", atMost);
    const longest = max ?? (min !== undefined && min > WEEK_MS ? min : WEEK_MS);
    return [finding(spec, "retention.ms", atMost ?? "limited", message, longest)];
  }
  const shown = `retention ${formatDuration(given)}${spec.config["retention.ms"] === undefined ? " (the broker's default)" : ""}`;
  if (max !== undefined && given > max) {
    const message = `${shown}; the limit ${place.at} is ${formatDuration(max)}.`;
    return [finding(spec, "retention.ms", `at most ${formatDuration(max)}`, message, max)];
  }
  if (min !== undefined && given < min) {
    const message = `${shown}; ${place.name} needs at least ${formatDuration(min)}.`;
    return [finding(spec, "retention.ms", `at least ${formatDuration(min)}`, message, min)];
  }
  return [];
}

function size(rule: RuleOf<"retention">, { spec, defaults }: Proposal, place: Place): Finding[] {
  const max = bound(rule.maxBytes);
  const given = effectiveNumber(spec, "retention.bytes", defaults);
  if (max === undefined) return [];

  const limit = `at most ${formatBytes(max)} per partition`;
  if (given < 0n) {
    if (rule.unlimitedAllowed) return [];
    return [finding(spec, "retention.bytes", limit, unlimited(place, "size", limit), max)];
  }
  if (given <= max) return [];
  const message = `${formatBytes(given)} per partition; the limit ${place.at} is ${formatBytes(max)}.`;
  return [finding(spec, "retention.bytes", limit, message, max)];
}

function unlimited(place: Place, what: string, limit: string | undefined): string {
  return `unlimited ${what} is not allowed ${place.at}${limit ? `; ${limit}` : ""}.`;
}

function finding(
  spec: Proposal["spec"],
  key: RetentionKey,
  limit: string,
  message: string,
  suggestion: bigint,
): Finding {
  return { path: configPath(key), actual: spec.config[key] ?? null, limit, message, suggestion: String(suggestion) };
}

function bound(text: string | undefined): bigint | undefined {
  return text === undefined ? undefined : BigInt(text);
}
