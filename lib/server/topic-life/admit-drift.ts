import type { Connection } from "#lib/db/database";
import { type ManagedTopic, type PendingField, pendingFields } from "#lib/db/stores/managed-topics";
import { type FieldError, fail, ok, type Result } from "#lib/domain/result";
import type { Judgement } from "../requests/request-kind.ts";
import { driftPlan, judgeAdoption, judgeRevert } from "./judge-drift.ts";
import { topicSight } from "./topic-sight.ts";

type Named = { fields?: readonly string[] | undefined };

/** Putting back what differs: the named fields, or all that can be put back. */
export async function admitRevert(
  db: Connection,
  topic: ManagedTopic,
  { fields }: Named,
): Promise<Result<Judgement<"topic.revert">>> {
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const plan = driftPlan(topic, sight);
  const pending = await pendingFields(db, topic.id);
  const able = withoutPending(plan.changes, pending);
  const why = new Map(plan.refusals.map(({ field, reason }) => [field, reason]));
  const problems = fieldProblems(fields, able, (field) => why.get(field) ?? whyNot(field, pending));
  if (problems.length > 0) return refused(problems);
  const [refusal] = plan.refusals;
  if (able.length === 0) return fail("conflict", refusal?.reason ?? nothingDiffers(topic, pending));
  return ok(await judgeRevert(db, topic, sight, { fields: fields ?? able }));
}

/** Taking over what lives: the named fields, or all that differ; a key that nobody manages when it is named. */
export async function admitAdoption(
  db: Connection,
  topic: ManagedTopic,
  { fields }: Named,
): Promise<Result<Judgement<"topic.adopt">>> {
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const { changes, refusals } = driftPlan(topic, sight);
  const pending = await pendingFields(db, topic.id);
  // That a block is gone outside is no setting: it is lifted or put back.
  const able = withoutPending([...changes, ...refusals], pending).filter((field) => field !== "blocked");
  const unmanaged = Object.keys(sight.observed.config).filter((key) => !Object.hasOwn(topic.spec.config, key));
  const named = [
    ...able,
    ...withoutPending(
      unmanaged.map((field) => ({ field })),
      pending,
    ),
  ];
  const problems = fieldProblems(fields, named, (field) => whyNot(field, pending));
  if (problems.length > 0) return refused(problems);
  const adopted = fields ?? able;
  if (adopted.length === 0) return fail("conflict", nothingDiffers(topic, pending));
  return ok(await judgeAdoption(db, topic, sight, { fields: adopted }));
}

/** What was approved and is not on the cluster yet differs because it is to be written, not because somebody changed it. */
function withoutPending(differing: readonly { field: string }[], pending: readonly PendingField[]): string[] {
  const decided = new Set(pending.map(({ field }) => field));
  return differing.map(({ field }) => field).filter((field) => !decided.has(field));
}

function fieldProblems(
  fields: readonly string[] | undefined,
  able: readonly string[],
  why: (field: string) => string,
): FieldError[] {
  const wrong = (fields ?? []).filter((field) => !able.includes(field));
  return wrong.map((field) => ({ path: "fields", message: why(field) }));
}

function whyNot(field: string, pending: readonly PendingField[]): string {
  const decided = pending.find((one) => one.field === field);
  if (!decided) return `${field} does not differ from what is desired`;
  return `Request ${decided.requestId}, which is approved, is about ${field} and not yet on the cluster; take it back first`;
}

function refused(problems: FieldError[]) {
  return fail("conflict", problems.map(({ message }) => message).join("; "), { errors: problems });
}

function nothingDiffers({ name }: ManagedTopic, pending: readonly PendingField[]): string {
  const [first] = pending;
  return first ? `${whyNot(first.field, pending)}.` : `${name} is as it is desired.`;
}
