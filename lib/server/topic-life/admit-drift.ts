import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { type FieldError, fail, ok, type Result } from "#lib/domain/result";
import type { Judgement } from "../requests/request-kind.ts";
import { driftPlan, judgeAdoption, judgeRevert } from "./judge-drift.ts";
import { type TopicSight, topicSight } from "./topic-sight.ts";

/** Putting back what differs: the named fields, or all that can be put back. */
export async function admitRevert(
  db: Connection,
  topic: ManagedTopic,
  { fields }: { fields?: readonly string[] | undefined },
): Promise<Result<Judgement<"topic.revert">>> {
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const plan = driftPlan(topic, sight);
  const able = plan.changes.map(({ field }) => field);
  const problems = (fields ?? []).flatMap((field): FieldError[] => {
    if (able.includes(field)) return [];
    const reason = plan.refusals.find((refusal) => refusal.field === field)?.reason;
    return [{ path: "fields", message: reason ?? `${field} does not differ from what is desired` }];
  });
  if (problems.length > 0) return refused(problems);
  const [refusal] = plan.refusals;
  if (able.length === 0) return fail("conflict", refusal?.reason ?? asDesired(topic));
  return ok(await judgeRevert(db, topic, sight, { fields: fields ?? able }));
}

/** Taking over what lives: the named fields, or all that differ; a key that nobody manages when it is named. */
export async function admitAdoption(
  db: Connection,
  topic: ManagedTopic,
  { fields }: { fields?: readonly string[] | undefined },
): Promise<Result<Judgement<"topic.adopt">>> {
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const able = adoptable(topic, sight);
  const unmanaged = Object.keys(sight.observed.config).filter((key) => !(key in topic.spec.config));
  const problems = (fields ?? []).flatMap((field): FieldError[] =>
    able.includes(field) || unmanaged.includes(field)
      ? []
      : [{ path: "fields", message: `${field} does not differ from what is desired` }],
  );
  if (problems.length > 0) return refused(problems);
  const adopted = fields ?? able;
  return adopted.length === 0 ? fail("conflict", asDesired(topic)) : ok(await judgeAdoption(db, topic, sight, adopted));
}

/** What differs and can be desired as it lives. That a block is gone outside is no setting: it is lifted or put back. */
function adoptable(topic: ManagedTopic, sight: TopicSight): string[] {
  const { changes, refusals } = driftPlan(topic, sight);
  return [...changes, ...refusals].map(({ field }) => field).filter((field) => field !== "blocked");
}

function refused(problems: FieldError[]) {
  return fail("conflict", problems.map(({ message }) => message).join("; "), { errors: problems });
}

function asDesired({ name }: ManagedTopic): string {
  return `${name} is as it is desired.`;
}
