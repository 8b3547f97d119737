import type { Connection } from "#lib/db/database";
import { desireAgain, lockTopicOfRequest } from "#lib/db/stores/managed-topics";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import type { JudgedAgain, KindOfRequest } from "../requests/request-kind.ts";
import { judgeRevert } from "./judge-drift.ts";
import { notMeasured } from "./topic-change.ts";
import { topicGone } from "./topic-gone.ts";
import { topicSight } from "./topic-sight.ts";

type Asked = RequestRecord<"topic.revert">;

/** Fields that differ on the cluster are made as they were desired. The next generation lets the worker write them, and only them. */
export const topicRevert: KindOfRequest<"topic.revert"> = {
  judgeAgain,
  carryOut: async (db, { id, topicId }) => {
    if (topicId === null) throw new Error(`request ${id} is about no topic`);
    await moveRequest(db, id, { state: "approved", topicId, generation: await desireAgain(db, topicId) });
  },
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.revert">> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) return topicGone(request.name);
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return { ok: false, stale: { path: "name", message: sight } };

  const { fields } = request.patch;
  const judged = await judgeRevert(db, topic, sight, { fields, asked: request });
  const [refusal] = judged.plan.refusals;
  if (refusal) return { ok: false, stale: { path: "fields", message: refusal.reason } };
  if (judged.plan.changes.length === 0)
    return { ok: false, stale: { path: "fields", message: `${request.name} is as it should be again.` } };
  return judged.plan.loss === null ? notMeasured(topic.cluster) : { ok: true, value: judged };
}
