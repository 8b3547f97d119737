import type { Connection } from "#lib/db/database";
import { desireBlock, lockTopicOfRequest, type ManagedTopic } from "#lib/db/stores/managed-topics";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { topicUse } from "#lib/db/stores/topic-use";
import { noticeTopicBlocked } from "#lib/domain/topic-blocked-notice";
import { requiredSlots } from "#lib/policy/required-slots";
import { judgementOf } from "../requests/judgement.ts";
import type { JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { teamsInvolved } from "./teams-involved.ts";
import { topicGone } from "./topic-gone.ts";
import { topicSight } from "./topic-sight.ts";
import { usageInWords } from "./usage-in-words.ts";

type Asked = RequestRecord<"topic.block">;

/** Nobody may read or write the topic for a while, to see who misses it. Lifted by one command, without a request. */
export const topicBlock: KindOfRequest<"topic.block"> = {
  judgeAgain,
  carryOut: async (db, { id, topicId, cluster, name, team, reason }, { patch: { days } }) => {
    if (topicId === null) throw new Error(`request ${id} is about no topic`);
    const generation = await desireBlock(db, topicId, days);
    await moveRequest(db, id, { state: "approved", topicId, generation });
    const audience = [...new Set([team.id, ...(await teamsInvolved(db, cluster, name))])];
    return { tell: [noticeTopicBlocked({ cluster, name, days, reason }, audience, null)] };
  },
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.block">> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic) return topicGone(request.name);
  const sight = await topicSight(db, topic);
  if (typeof sight === "string") return { ok: false, stale: { path: "name", message: sight } };
  if (topic.blockedAt !== null)
    return { ok: false, stale: { path: "name", message: `${request.name} is blocked already.` } };
  return { ok: true, value: await judgeBlock(db, topic, request.patch.days) };
}

/** Judges a block. Whoever still uses the topic is named; it takes service away, so its risk is always high. Reads only. */
export async function judgeBlock(db: Connection, topic: ManagedTopic, days: number): Promise<Judgement<"topic.block">> {
  const { cluster, name, kafkaTopicId, team } = topic;
  const use = await topicUse(db, cluster, name);
  const field = "blocked";
  const lasting = days === 1 ? "1 day" : `${days} days`;
  const sentences = [
    `Nobody can read or write it, by DENY bindings for everybody, until the block is lifted; planned for ${lasting}.`,
    "Where the cluster does not enforce ACLs, the request says so and nothing changes.",
    ...usageInWords(use),
  ];
  return judgementOf({
    patch: { days },
    plan: {
      object: { kind: "topic", cluster, name },
      topicId: kafkaTopicId,
      basedOn: use.seenAt?.toISOString() ?? null,
      changes: [{ field, from: "no", to: "yes", kind: "destructive" }],
      refusals: [],
      effects: sentences.map((text) => ({ field, text })),
    },
    risk: "high",
    slots: requiredSlots("topic.block", "high", team),
  });
}
