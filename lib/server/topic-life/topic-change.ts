import type { Connection } from "#lib/db/database";
import { topicDefaults } from "#lib/db/stores/clusters";
import { desireChange, lockTopicOfRequest } from "#lib/db/stores/managed-topics";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { fail } from "#lib/domain/result";
import { countedBytes } from "#lib/domain/stored-bytes";
import { patchedSpec } from "#lib/plan/plan-change";
import type { CarriedOut, JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { desiredOtherwise } from "./desired-otherwise.ts";
import { judgeChange } from "./judge-change.ts";
import { patchPath, patchProblems } from "./patch-problems.ts";
import { topicGone } from "./topic-gone.ts";
import { topicSight } from "./topic-sight.ts";

type Asked = RequestRecord<"topic.change">;

/** Other settings, or another classification, for a topic that is there. */
export const topicChange: KindOfRequest<"topic.change"> = { judgeAgain, carryOut, release: async () => undefined };

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.change">> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) return topicGone(request.name);
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return { ok: false, stale: { path: "name", message: sight } };

  // Another change may have come first, which this one contradicts.
  const problems = patchProblems(topic.spec, request.patch);
  if (problems.length > 0)
    return fail("conflict", problems.map(({ message }) => message).join(" "), { errors: problems });
  const judged = await judgeChange(db, { topic, sight, patch: request.patch, asked: request });
  const [refusal] = judged.plan.refusals;
  if (refusal) return { ok: false, stale: { path: patchPath(refusal.field), message: refusal.reason } };
  if (judged.plan.changes.length === 0)
    return { ok: false, stale: { path: "patch", message: `${request.name} is as it was asked for by now.` } };
  // Nobody can agree to a loss that nobody knows.
  if (judged.plan.loss === null) return notMeasured(topic.cluster);
  return { ok: true, value: judged };
}

/** What would be deleted has to be known before anybody decides; the worker measures it for every open request. */
export function notMeasured(cluster: string) {
  const detail = `${cluster} has not told yet what this deletes. It is asked again and again; try in a moment.`;
  return fail("unavailable", detail);
}

async function carryOut(db: Connection, request: Asked, { patch }: Judgement<"topic.change">): Promise<CarriedOut> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) throw new Error(`the topic of request ${request.id} is gone in the transaction that judged it`);
  const { metadata } = topic;
  const spec = patchedSpec(topic.spec, patch);
  const classification = patch.classification ?? metadata.classification;
  const estimatedBytes = countedBytes(spec, metadata.expectedBytesPerSecond, await topicDefaults(db, topic.cluster));
  const generation = await desireChange(db, topic.id, { spec, classification, estimatedBytes });
  await moveRequest(db, request.id, { state: "approved", topicId: topic.id, generation });
  return { audit: [desiredOtherwise(topic, request.id, { spec, classification, generation })] };
}
