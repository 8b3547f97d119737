import type { Connection } from "#lib/db/database";
import { findApplicationById } from "#lib/db/stores/applications";
import { findCluster } from "#lib/db/stores/clusters";
import { freshOffsets } from "#lib/db/stores/offset-resets";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { activeGroupProblem, GroupOffsets } from "#lib/domain/group-offsets";
import type { OffsetResetPatch } from "#lib/domain/request-kind";
import { fail } from "#lib/domain/result";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest } from "../requests/request-kind.ts";
import { notGranted } from "./admit-reset.ts";
import { judgePlanned } from "./judge-reset.ts";

type Asked = RequestRecord<"group.reset">;

/** A group's offsets in one topic, to be set. The worker takes them from the approved request itself, after a look of its own. */
export const offsetReset: KindOfRequest<"group.reset"> = {
  judgeAgain,
  carryOut: (db, { id }) => moveRequest(db, id, { state: "approved" }),
  release: async () => undefined,
};

/**
 * What was asked is from exactly these offsets to exactly those, so the plan stays. Where somebody looked since, a group that has moved can never be
 * approved, and one that is active not now.
 */
async function judgeAgain(db: Connection, request: Asked): Promise<JudgedAgain<"group.reset">> {
  const { cluster: slug, patch, plan, team } = request;
  const { group, topic } = patch;
  const cluster = await findCluster(db, slug);
  if (!cluster) return unknownCluster(slug);
  const application = request.applicationId === null ? null : await findApplicationById(db, request.applicationId);
  if (!application) return { ok: false, stale: { path: "application", message: "The application is gone." } };
  const ended = await notGranted(db, application, { cluster: slug, group, topic });
  if (ended) return { ok: false, stale: ended };

  const looked = await freshOffsets(db, { cluster: slug, group, topic }, null);
  if (looked !== null) {
    const seen = GroupOffsets.parse(looked);
    const moved = movedSince(patch, seen);
    if (moved !== null || seen.kafkaTopicId !== plan.topicId)
      return { ok: false, stale: { path: "group", message: moved ?? `${topic} is another topic by now.` } };
    const active = activeGroupProblem(group, seen);
    if (active) return fail("conflict", active, { errors: [{ path: "group", message: active }] });
  }
  return { ok: true, value: judgePlanned({ cluster, team, patch, plan }) };
}

/** Where the group stands elsewhere than when it was asked, as a sentence. */
function movedSince({ group, offsets }: OffsetResetPatch, { partitions }: GroupOffsets): string | null {
  const now = new Map(partitions.map(({ partition, committed }) => [partition, committed]));
  const moved = offsets.find(({ partition, before }) => now.get(partition) !== before);
  return moved ? `${group} has moved since this was asked, in partition ${moved.partition}: ask again.` : null;
}
