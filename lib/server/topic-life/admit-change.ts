import type { z } from "zod";
import type { RequestTopicChange } from "#lib/contract/topic-life";
import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { fail, ok, type Result } from "#lib/domain/result";
import { policyViolated } from "../requests/refusals.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { judgeChange, patchProblems } from "./judge-change.ts";
import { topicSight } from "./topic-sight.ts";

/**
 * Everything that may speak against a change, in the order in which a person can mend it: settings that Kafka would refuse, a topic that is not
 * there to be changed, broken rules, what Kafka cannot do, and that nothing would change. Else the judgement to store.
 */
export async function admitChange(
  db: Connection,
  topic: ManagedTopic,
  { patch }: Pick<z.infer<typeof RequestTopicChange>, "patch">,
): Promise<Result<Judgement<"topic.change">>> {
  const problems = patchProblems(topic.spec, patch);
  if (problems.length > 0) {
    return fail("invalid_input", problems.map(({ message }) => message).join(" "), { errors: problems });
  }
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const judged = await judgeChange(db, { topic, sight, patch, asked: null });
  const [refusal] = judged.plan.refusals;
  if (refusal) {
    const errors = judged.plan.refusals.map(({ field, reason }) => ({ path: patchPath(field), message: reason }));
    return fail("conflict", refusal.reason, { errors, extra: { plan: judged.plan } });
  }
  if (judged.denied) return policyViolated(judged.violations, judged.plan);
  return judged.plan.changes.length > 0 ? ok(judged) : nothingToChange(topic);
}

/** Where a field of a plan stands in the request. */
function patchPath(field: string): string {
  return field === "partitions" || field === "replicationFactor" ? `patch.${field}` : `patch.config.${field}`;
}

function nothingToChange({ name, drift }: ManagedTopic) {
  const hint = drift.length > 0 ? " What differs from what is desired is reverted or adopted." : "";
  return fail("conflict", `${name} is so on the cluster already.${hint}`);
}
