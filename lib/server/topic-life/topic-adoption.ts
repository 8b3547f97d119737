import type { Connection } from "#lib/db/database";
import { topicDefaults } from "#lib/db/stores/clusters";
import { desireChange, lockTopicOfRequest } from "#lib/db/stores/managed-topics";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { countedBytes } from "#lib/domain/stored-bytes";
import { patchedFields, patchedSpec } from "#lib/plan/plan-change";
import type { CarriedOut, JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { desiredOtherwise } from "./desired-otherwise.ts";
import { judgeAdoption } from "./judge-drift.ts";
import { topicGone } from "./topic-gone.ts";
import { topicSight } from "./topic-sight.ts";

type Asked = RequestRecord<"topic.adopt">;

/** What lives on the cluster becomes what is desired; the cluster is not touched. */
export const topicAdoption: KindOfRequest<"topic.adopt"> = { judgeAgain, carryOut, release: async () => undefined };

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.adopt">> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) return topicGone(request.name);
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return { ok: false, stale: { path: "name", message: sight } };

  const judged = await judgeAdoption(db, topic, sight, { fields: patchedFields(request.patch), asked: request });
  if (judged.plan.changes.length > 0) return { ok: true, value: judged };
  return { ok: false, stale: { path: "fields", message: `${request.name} is as it should be again.` } };
}

async function carryOut(db: Connection, request: Asked, { patch }: Judgement<"topic.adopt">): Promise<CarriedOut> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) throw new Error(`the topic of request ${request.id} is gone in the transaction that judged it`);
  const { id, metadata } = topic;
  const spec = patchedSpec(topic.spec, patch);
  const estimatedBytes = countedBytes(spec, metadata.expectedBytesPerSecond, await topicDefaults(db, topic.cluster));
  const { classification } = metadata;
  const generation = await desireChange(db, id, { spec, classification, estimatedBytes });
  await moveRequest(db, request.id, { state: "approved", topicId: id, generation });
  return { audit: [desiredOtherwise(topic, request.id, { spec, classification, generation })] };
}
