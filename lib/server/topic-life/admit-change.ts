import type { z } from "zod";
import type { RequestTopicChange } from "#lib/contract/topic-life";
import type { Connection } from "#lib/db/database";
import type { ManagedTopic } from "#lib/db/stores/managed-topics";
import { fail, ok, type Result } from "#lib/domain/result";
import { onlyPatched } from "#lib/plan/plan-change";
import { invalidSpec, policyViolated } from "../requests/refusals.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { judgeChange } from "./judge-change.ts";
import { patchPath, patchProblems, unplannable } from "./patch-problems.ts";
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
  if (problems.length > 0) return invalidSpec(problems);
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return fail("conflict", sight);

  const judged = await judgeChange(db, { topic, sight, patch, asked: null });
  const [refusal] = judged.plan.refusals;
  if (refusal) {
    const errors = judged.plan.refusals.map(({ field, reason }) => ({ path: patchPath(field), message: reason }));
    return fail("conflict", refusal.reason, { errors, extra: { plan: judged.plan } });
  }
  const unable = unplannable(topic, sight, patch, judged.plan);
  if (unable.length > 0) {
    const detail = `${unable.map(({ message }) => message).join("; ")}.`;
    return fail("conflict", detail, { errors: unable, extra: { plan: judged.plan } });
  }
  if (judged.denied) return policyViolated(judged.violations, judged.plan);
  if (judged.plan.changes.length === 0) return fail("conflict", `${topic.name} is so already.`);
  // Whoever approves agrees to what the plan shows; nothing else of the patch may become desired with it.
  const shown = judged.plan.changes.map(({ field }) => field);
  return ok({ ...judged, patch: onlyPatched(patch, shown) });
}
