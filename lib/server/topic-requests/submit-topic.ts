import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { LockedTeam } from "#lib/db/stores/teams";
import { reserveName } from "#lib/db/stores/topics";
import { holdOffAdoptions } from "#lib/db/stores/unowned-topics";
import { ok } from "#lib/domain/result";
import type { TopicPatch } from "#lib/domain/topic-spec";
import type { Context, Handled } from "../define-command.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { admitTopic } from "./admit-topic.ts";
import { nameTaken } from "./name-taken.ts";

export type NewTopic = {
  cluster: string;
  team: LockedTeam;
  name: string;
  patch: TopicPatch;
  reason: string;
  /** Of what is asked for together with it. */
  bundleId?: string | null;
};

/**
 * Stores a request for a topic, judged under the team's lock, with its name reserved. The one way in, whether it was typed, sent
 * by API or copied from another cluster.
 */
export async function submitTopic(context: Context, asked: NewTopic): Promise<Handled<RequestSubmitted>> {
  const { cluster, team, name, reason, bundleId = null } = asked;
  await holdOffAdoptions(context.db, cluster);
  const admitted = await admitTopic(context.db, { ...asked, requestId: null });
  if (!admitted.ok) return admitted;

  return submitRequest(context, {
    asked: { kind: "topic.create", cluster, name, team, askingTeam: team, reason, bundleId },
    judged: admitted.value,
    async hold(id) {
      const reserved = await reserveName(context.db, cluster, name, id);
      return reserved ? ok(null) : nameTaken({ path: "name", message: `${name} was asked for just now.` });
    },
  });
}
