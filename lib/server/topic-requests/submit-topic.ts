import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { insertRequest } from "#lib/db/stores/requests";
import type { LockedTeam } from "#lib/db/stores/teams";
import { reserveName } from "#lib/db/stores/topics";
import { LAPSE_AFTER_DAYS } from "#lib/domain/request";
import type { TopicPatch } from "#lib/domain/topic-spec";
import type { Context, Handled } from "../define-command.ts";
import { personOf } from "../person.ts";
import { requestObject } from "../requests/request-subject.ts";
import { admitTopic } from "./admit-topic.ts";
import { answerSubmitted } from "./answer-submitted.ts";
import { nameTaken } from "./name-taken.ts";

export type NewTopic = { cluster: string; team: LockedTeam; name: string; patch: TopicPatch; reason: string };

/**
 * Stores a request for a topic, judged under the team's lock, with its name reserved. The one way in, whether it was typed, sent
 * by API or copied from another cluster.
 */
export async function submitTopic({ actor, db }: Context, asked: NewTopic): Promise<Handled<RequestSubmitted>> {
  const { cluster, team, name, patch, reason } = asked;
  const requester = { id: personOf(actor), name: actor.name };
  const admitted = await admitTopic(db, { ...asked, requestId: null });
  if (!admitted.ok) return admitted;

  const judged = admitted.value;
  const id = await insertRequest(db, {
    ...judged,
    ...asked,
    kind: "topic.create",
    teamId: team.id,
    askingTeamId: team.id,
    requesterId: requester.id,
    lapseAfterDays: LAPSE_AFTER_DAYS,
  });
  if (!(await reserveName(db, cluster, name, id)))
    return nameTaken({ path: "name", message: `${name} was asked for just now.` });

  const { fingerprint, violations, slots } = judged;
  const audit = {
    action: "request.submitted",
    object: requestObject({ id, name }),
    teamId: team.id,
    requestId: String(id),
    after: { state: "submitted", cluster, name, team: team.slug, patch, fingerprint, violations, slots },
    reason,
  };
  return answerSubmitted(db, { id, version: 1, cluster, team, requester, name, patch, reason, audit }, judged);
}
