import type { Connection } from "#lib/db/database";
import { type PromisedNotice, promisedNotices } from "#lib/db/stores/agreements";
import { endGrantsOfTopic } from "#lib/db/stores/grants";
import { desireDeletion, lockTopicOfRequest, type ManagedTopic } from "#lib/db/stores/managed-topics";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { type TopicUse, topicUse } from "#lib/db/stores/topic-use";
import { noticesGrantEnded } from "#lib/domain/grant-ended-notice";
import type { Effect } from "#lib/domain/plan";
import type { TopicDeletionPatch } from "#lib/domain/request-kind";
import { type FieldError, fail } from "#lib/domain/result";
import { fateOfRecords } from "#lib/domain/topic-fate";
import { requiredSlots } from "#lib/policy/required-slots";
import { judgementOf } from "../requests/judgement.ts";
import type { CarriedOut, JudgedAgain, Judgement, KindOfRequest } from "../requests/request-kind.ts";
import { staleWithTopic } from "./stale-with-topic.ts";
import { topicGone } from "./topic-gone.ts";
import { countOf, listed, readBy, usageInWords } from "./usage-in-words.ts";

type Asked = RequestRecord<"topic.delete">;

/** The topic goes for good: its grants first, then itself, then what kept others from it. */
export const topicDeletion: KindOfRequest<"topic.delete"> = { judgeAgain, carryOut, release: async () => undefined };

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.delete">> {
  const topic = await lockTopicOfRequest(db, request.topicId);
  if (!topic || topic.deletingAt !== null) return topicGone(request.name);
  const deletion = await judgeDeletion(db, topic, request.patch);
  return isUnnamed(deletion) ? stillUsed(deletion) : { ok: true, value: deletion.judged };
}

export type JudgedDeletion = {
  judged: Judgement<"topic.delete">;
  /** Who still uses the topic and was not named as left without it; `recentHours` is within which a write counts, null where there is none. */
  unnamed: { groups: string[]; recentHours: number | null };
};

/**
 * Judges a deletion. It cannot be taken back, so its risk is always high. As long as there is somebody who uses the topic and was not named, it is
 * refused. Reads only.
 */
export async function judgeDeletion(
  db: Connection,
  topic: ManagedTopic,
  patch: TopicDeletionPatch,
): Promise<JudgedDeletion> {
  const { cluster, name, kafkaTopicId, team } = topic;
  const use = await topicUse(db, cluster, name);
  const notices = await promisedNotices(db, cluster, name);
  const judged = judgementOf<"topic.delete">({
    patch,
    plan: {
      object: { kind: "topic", cluster, name },
      topicId: kafkaTopicId,
      basedOn: use.seenAt?.toISOString() ?? null,
      changes: [{ field: "topic", from: name, to: null, kind: "destructive" }],
      refusals: [],
      effects: effectsOf(topic, use, notices),
    },
    risk: "high",
    slots: requiredSlots("topic.delete", "high", team),
  });
  return { judged, unnamed: unnamedUsers(use, patch) };
}

function effectsOf(topic: ManagedTopic, use: TopicUse, notices: readonly PromisedNotice[]): Effect[] {
  const { firstSeenAt, grants, prefixGrants, subjects } = use;
  const since = firstSeenAt ? [`It was first seen on ${firstSeenAt.toISOString().slice(0, 10)}.`] : [];
  const ended = grants === 0 ? [] : [`${countOf(grants, "grant")} on it ${grants === 1 ? "ends" : "end"} first.`];
  const stay =
    prefixGrants === 0
      ? []
      : [
          `${countOf(prefixGrants, "grant")} by prefix ${prefixGrants === 1 ? "covers it too and stays" : "cover it too and stay"}.`,
        ];
  const schemas = subjects.length === 0 ? [] : [`Its subjects stay until they are deleted: ${listed(subjects)}.`];
  const broken = notices.map(({ application, team, noticeDays }) => {
    const days = countOf(noticeDays, "day");
    return `Breaks what was promised to ${application} of ${team.name}: ${days} of notice. No announced end of the topic has come.`;
  });
  const texts = [FATE[fateOfRecords(topic)], ...usageInWords(use), ...since, ...broken, ...ended, ...stay, ...schemas];
  return texts.map((text) => ({ field: "topic", text }));
}

/** What is deleted is the topic of its id, wherever it turns out to be: that it was not seen promises nothing about what cannot be taken back. */
const FATE = {
  lost: "Every record is lost.",
  gone: "It was not on the cluster when Headgate last looked: only what is managed here ends. If it is there all the same, every record in it is lost.",
  replaced:
    "Another topic of its name was seen on the cluster, and stays: only what is managed here ends. If ours is there all the same, every record in it is lost.",
} as const;

function unnamedUsers(use: TopicUse, { despite }: TopicDeletionPatch): JudgedDeletion["unnamed"] {
  return {
    groups: use.activeGroups.filter((group) => !despite.groups.includes(group)),
    recentHours: use.writtenLately && !despite.recentWrites ? use.recentHours : null,
  };
}

/** Whether somebody uses the topic who was not named. */
export function isUnnamed({ unnamed: { groups, recentHours } }: JudgedDeletion): boolean {
  return groups.length > 0 || recentHours !== null;
}

/** Somebody uses the topic who was not named: who, to be named one by one, and what would be lost. */
export function stillUsed({ judged: { plan }, unnamed }: JudgedDeletion) {
  const { groups, recentHours } = unnamed;
  const errors: FieldError[] = [];
  if (groups.length > 0) {
    const reading = readBy(groups);
    errors.push({
      path: "despite.groups",
      message: `${reading}; name ${groups.length === 1 ? "it" : "them"} to delete the topic all the same`,
    });
  }
  if (recentHours !== null) {
    const written = `somebody wrote to it within the last ${countOf(recentHours, "hour")}`;
    errors.push({ path: "despite.recentWrites", message: `${written}; say so to delete the topic all the same` });
  }
  const detail = `It is still used: ${errors.map(({ message }) => message).join("; ")}.`;
  return fail("conflict", detail, { errors, extra: { plan, unnamed } });
}

async function carryOut(db: Connection, { id, topicId, name, cluster }: Asked): Promise<CarriedOut> {
  if (topicId === null) throw new Error(`request ${id} is about no topic`);
  const reason = `The topic is deleted by request ${id}.`;
  const by = { id: null, name: "the deletion of the topic" };
  const ended = await endGrantsOfTopic(db, cluster, name, { by: by.name, reason });
  const stale = await staleWithTopic(db, { topicId, cluster, name }, id);
  await moveRequest(db, id, { state: "approved", topicId, generation: await desireDeletion(db, topicId) });
  const revoked = ended.map((grant) => ({
    action: "grant.revoked",
    object: { kind: "grant", id: grant.id, name },
    teamId: grant.team.id,
    requestId: String(id),
    before: { state: grant.state },
    after: { state: "ended", endKind: "revoked", application: grant.application.slug, cluster },
    reason,
  }));
  const told = ended.flatMap((grant) => noticesGrantEnded({ ...grant, cluster }, { kind: "revoked", by, reason }));
  return { audit: [...revoked, ...stale.audit], tell: [...told, ...stale.tell] };
}
