import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import type { RequestRecord } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { releaseName } from "#lib/db/stores/topics";
import { holdOffAdoptions } from "#lib/db/stores/unowned-topics";
import { judgeTopic } from "../judge.ts";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest } from "../requests/request-kind.ts";
import { desireTopic } from "./desire-topic.ts";
import { nameConflict } from "./name-taken.ts";

/** A topic that is not there yet. */
export const topicCreation: KindOfRequest<"topic.create"> = {
  judgeAgain,
  carryOut: async (db, { id: requestId, cluster, name, team }, { patch, estimatedBytes }) => {
    await desireTopic(db, { requestId, cluster, name, teamId: team.id, patch, estimatedBytes });
  },
  release: (db, { id }) => releaseName(db, id),
};

async function judgeAgain(
  db: Connection,
  request: RequestRecord<"topic.create">,
): Promise<JudgedAgain<"topic.create">> {
  const [cluster, team] = [await findCluster(db, request.cluster), await findTeam(db, request.team.slug)];
  if (!cluster || !team) return unknownCluster(request.cluster);

  await holdOffAdoptions(db, cluster.slug);
  const { name, patch, id: requestId } = request;
  const taken = await nameConflict(db, { cluster: cluster.slug, team, name, requestId });
  // Somebody made that topic meanwhile: the requester is offered to ask anew.
  if (taken) return { ok: false, stale: taken };
  return { ok: true, value: await judgeTopic(db, { cluster, team, name, patch, requestId }) };
}
