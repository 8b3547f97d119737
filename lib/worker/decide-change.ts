import type { OpenRequest, TopicRow } from "#lib/db/worker-stores/due-topics";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { ChangeKind } from "#lib/domain/plan";
import { sameConfigValue } from "#lib/domain/topic-config-value";
import { appliedText, desiredText, type FieldDifference } from "./topic-differences.ts";

/** On whose word a field is written: a request's, a decision that took another one back, or the platform's opt-in for the cluster. */
export type Authority = { by: "request"; request: OpenRequest } | { by: "taken-back" } | { by: "automatic" };

/** A field that is to be written. */
export type FieldWrite = FieldDifference & { authority: Authority };

/** A request that cannot be carried out as it was approved. */
export type Stale = { request: OpenRequest; fields: string[]; outcome: string };

/** What follows from what differs. When something is stale, nothing is written in this round: what is desired moves first. */
export type ChangeStep = { writes: FieldWrite[]; stale: Stale[] };

/** Kinds whose approval is the word to write what they name. An adoption only says what is right already. */
const WRITING: ReadonlySet<string> = new Set(["topic.change", "topic.revert", "topic.block"]);

/**
 * Which of the fields that differ may be written, and which approvals do not hold for what is there now. Pure: the one place that decides
 * whether a topic that is there is written to.
 */
export function decideChange(topic: TopicRow, differences: readonly FieldDifference[]): ChangeStep {
  const writes = differences.flatMap((difference) => {
    const authority = authorityOf(topic, difference);
    return authority ? [{ ...difference, authority }] : [];
  });
  const unapproved = writes.flatMap((write) => {
    const { authority } = write;
    const why = authority.by === "request" ? notAsApproved(topic, write, authority.request) : null;
    return authority.by === "request" && why ? [{ request: authority.request, why }] : [];
  });
  const byRequest = Map.groupBy(unapproved, ({ request }) => request);
  const stale = [...byRequest].map(([request, reasons]) =>
    staleRequest(
      topic,
      request,
      reasons.map(({ why }) => why),
    ),
  );
  return { writes, stale };
}

/** A request that comes back, with its fields: those that no later request is about. */
export function staleRequest(topic: TopicRow, request: OpenRequest, reasons: readonly string[]): Stale {
  const names = request.kind === "topic.block" ? ["blocked"] : request.changes.map(({ field }) => field);
  const fields = names.filter((field) => latestNaming(topic, field) === request);
  return { request, fields, outcome: `${reasons.join("; ")}.` };
}

function authorityOf(topic: TopicRow, difference: FieldDifference): Authority | null {
  const { field } = difference;
  if (field === "blocked" && !topic.blocked) return { by: "taken-back" };
  const request = latestNaming(topic, field);
  if (request) return WRITING.has(request.kind) ? { by: "request", request } : null;

  const isNew = topic.generation > topic.observedGeneration && desiredText(topic, field) !== appliedText(topic, field);
  const movedByUs = field === "replicationFactor" && topic.progress !== null;
  if (movedByUs || (isNew && topic.lastApplied && (isHarmless(difference) || field === "blocked"))) {
    return { by: "taken-back" };
  }
  return isRevertedUnasked(topic, difference) ? { by: "automatic" } : null;
}

/** The last decision that is about a field and was not seen carried out. */
function latestNaming({ requests, observedGeneration }: TopicRow, field: string): OpenRequest | undefined {
  return requests.findLast(
    ({ kind, generation, changes }) =>
      generation > observedGeneration &&
      (changes.some((change) => change.field === field) || (kind === "topic.block" && field === "blocked")),
  );
}

/** Whether it may be put back without being asked, and two sweeps agreed that it differs as it does now. */
function isRevertedUnasked(topic: Pick<TopicRow, Reverting | "state" | "drift">, difference: FieldDifference): boolean {
  if (topic.state !== "drifted" || !mayRevertUnasked(topic, difference)) return false;
  return topic.drift.some(({ field, observed }) => field === difference.field && observed === difference.observed);
}

type Reverting = "revertsHarmless" | "toAdopt";

/** Whether the platform lets the worker put this back without being asked, and nobody waits for an answer on whether it may stay. */
export function mayRevertUnasked(topic: Pick<TopicRow, Reverting>, difference: FieldDifference): boolean {
  return topic.revertsHarmless && isHarmless(difference) && !topic.toAdopt.includes(difference.field);
}

/** Whether writing what is desired loses nothing and can be taken back. */
function isHarmless({ change }: Pick<FieldDifference, "change">): boolean {
  return change !== null && HARMLESS.has(change.kind);
}

const HARMLESS: ReadonlySet<ChangeKind> = new Set(["additive", "neutral"]);

/** In words, what was approved and what it would be now; null when the approval holds. */
function notAsApproved(
  { progress }: TopicRow,
  { field, change, desired, observed, byDefault }: FieldDifference,
  request: OpenRequest,
): string | null {
  // What a block does is the same whatever is there; a move that has begun was judged then.
  if (field === "blocked" || (field === "replicationFactor" && progress)) return null;
  if (change && change.kind !== "destructive") return null;

  const approved = request.changes.find((one) => one.field === field);
  const isSame = (one: string | number | null, other: string | null) =>
    sameConfigValue(field, one === null ? null : String(one), other);
  const shownDefault = defaultConfigValue(field, request.defaults) ?? null;
  const meansTheSame = (observed !== null && desired !== null) || sameConfigValue(field, shownDefault, byDefault);
  if (change && approved && meansTheSame && isSame(approved.from, observed) && isSame(approved.to, desired))
    return null;

  const was = approved ? `${shown(approved.from, shownDefault)} to ${shown(approved.to, shownDefault)}` : "nothing";
  const now = change
    ? `it would be ${shown(observed, byDefault)} to ${shown(desired, byDefault)}`
    : `it is ${shown(observed, null)}, which Kafka cannot make ${shown(desired, null)}`;
  return `${field}: approved was ${was}, now ${now}`;
}

function shown(value: string | number | null, byDefault: string | null): string {
  if (value !== null) return String(value);
  return byDefault === null ? "not set" : `not set (by default ${byDefault})`;
}
