import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { type AdoptedTopic, adoptedTopics, adoptTopics, lockUnowned, topicSights } from "#lib/db/stores/unowned-topics";
import { fail } from "#lib/domain/result";
import { fingerprintOfImport } from "#lib/plan/plan-import";
import type { AuditDraft } from "../define-command.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { CarriedOut, JudgedAgain, Judgement, KindOfRequest, Prevented } from "../requests/request-kind.ts";
import { importConflict } from "./import-conflict.ts";
import { judgeImport, type SeenTopic } from "./judge-import.ts";

type Asked = RequestRecord<"topic.import">;

/** Topics that nobody owned become a team's, exactly as they are on the cluster, which is not touched. */
export const topicImport: KindOfRequest<"topic.import"> = {
  judgeAgain,
  carryOut,
  // What it claimed is given back by a trigger when its state moves on.
  release: async () => undefined,
};

async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"topic.import">> {
  const { cluster: slug, patch, id } = request;
  const [cluster, team] = [await findCluster(db, slug), await findTeam(db, request.team.slug)];
  if (!cluster || !team) return unknownCluster(slug);
  await lockUnowned(db, slug);

  const sights = await topicSights(db, slug, patch.topics);
  const conflicts = sights.flatMap((sight) => importConflict(sight, slug, id) ?? []);
  const [first, ...others] = conflicts;
  if (first !== undefined) {
    const more = others.length > 0 ? ` So it is with ${others.length} more of them.` : "";
    return { ok: false, stale: { path: "topics", message: `${first}${more}` } };
  }
  return { ok: true, value: await judgeImport(db, { cluster, team, sights: sights.filter(isSeen) }) };
}

async function carryOut(
  db: Connection,
  request: Asked,
  judged: Judgement<"topic.import">,
): Promise<CarriedOut | Prevented> {
  const { id, cluster, team } = request;
  await adoptTopics(db, { cluster, names: judged.patch.topics, teamId: team.id, requestId: id });
  const adopted = await adoptedTopics(db, id);
  const topics = adopted.map(({ name, kafkaTopicId }) => ({ name, topicId: kafkaTopicId }));
  // The worker may have seen another topic of that name since it was judged, an instant ago. Nothing is taken over then.
  if (fingerprintOfImport(judged.plan, topics) !== judged.fingerprint) {
    const message = "One of these topics was deleted or made anew this very moment: look again.";
    return fail("conflict", message, { errors: [{ path: "topics", message }] });
  }
  await moveRequest(db, id, { state: "approved" });
  return { audit: recordsOf(request, adopted) };
}

/** One event per topic, so that each one's history begins with whose it became, and how it was then. */
function recordsOf({ id, team }: Asked, adopted: readonly AdoptedTopic[]): AuditDraft[] {
  return adopted.map((topic) => ({
    action: "topic.given-owner",
    object: { kind: "topic", id: topic.id, name: topic.name },
    teamId: team.id,
    requestId: String(id),
    before: { team: null },
    after: { team: team.slug, kafkaTopicId: topic.kafkaTopicId, spec: topic.spec },
    reason: null,
  }));
}

/** A topic without a conflict was seen. */
export function isSeen(sight: { observed: SeenTopic["observed"] | null }): sight is SeenTopic {
  return sight.observed !== null;
}
