import { EditTopicRequest } from "#lib/contract/topic-requests";
import { lockDependents, replaceRequest } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { releaseName, reserveName } from "#lib/db/stores/topics";
import { holdOffAdoptions } from "#lib/db/stores/unowned-topics";
import { LAPSE_AFTER_DAYS, transition } from "#lib/domain/request";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { answerSubmitted } from "../requests/answer-submitted.ts";
import { requestObject, requestSubject } from "../requests/request-subject.ts";
import { admitTopic } from "../topic-requests/admit-topic.ts";
import { nameTaken } from "../topic-requests/name-taken.ts";

/** Asks for something else under the same number: judged anew, and approvals of the earlier plan no longer count. */
export const editRequest = defineCommand({
  name: "edit-request",
  permission: "request.edit",
  input: EditTopicRequest,
  subject: requestSubject,
  async handle({ db }, { version, name, spec, metadata, reason }, { request }) {
    if (request.kind !== "topic.create") {
      return fail("conflict", "Only a request for a topic is edited; withdraw this one and ask anew.");
    }
    const { id, cluster } = request;
    const moved = transition(request.state, { type: "edit" });
    if (!moved.ok) return moved;
    if (version !== request.version) {
      return fail("conflict", "The request was changed meanwhile.", { extra: { version: request.version } });
    }

    if (name !== request.name && (await lockDependents(db, id)).length > 0) {
      return fail(
        "conflict",
        `Access to ${request.name} was asked for with it; withdraw that before the name changes.`,
      );
    }

    const team = await findTeam(db, request.team.slug);
    if (!team) throw new Error(`the team of request ${id} is gone while it was locked`);
    const patch = { spec, metadata };
    await holdOffAdoptions(db, cluster);
    const admitted = await admitTopic(db, { cluster, team, name, patch, requestId: id });
    if (!admitted.ok) return admitted;

    const judged = admitted.value;
    await replaceRequest(db, id, { ...judged, name, patch, reason }, LAPSE_AFTER_DAYS);
    await releaseName(db, id);
    if (!(await reserveName(db, cluster, name, id))) {
      return nameTaken({ path: "name", message: `${name} was asked for just now.` });
    }

    const { fingerprint, violations, slots } = judged;
    const { name: earlier, patch: earlierPatch, fingerprint: earlierPrint, reason: earlierReason } = request;
    const audit = {
      action: "request.edited",
      object: requestObject({ id, name }),
      teamId: team.id,
      requestId: String(id),
      before: { name: earlier, patch: earlierPatch, fingerprint: earlierPrint, reason: earlierReason },
      after: { name, patch, fingerprint, violations, slots },
      reason,
    };
    return answerSubmitted(db, { id, audit }, judged);
  },
});
