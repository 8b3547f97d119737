import { CopyRequest } from "#lib/contract/requests";
import { lockTeam } from "#lib/db/stores/teams";
import { fail } from "#lib/domain/result";
import { TopicName } from "#lib/domain/topic-name";
import { defineCommand } from "../define-command.ts";
import { requestSubject } from "../requests/request-subject.ts";
import { submitTopic } from "../topic-requests/submit-topic.ts";

/** Asks for the same topic on another cluster; the rules of that cluster judge it. */
export const copyRequest = defineCommand({
  name: "copy-request",
  permission: "request.copy",
  input: CopyRequest,
  subject: requestSubject,
  async handle(context, { cluster }, { request }) {
    if (request.kind !== "topic.create") return fail("conflict", "Only a request for a topic is asked elsewhere too.");
    if (cluster === request.cluster) return fail("conflict", `Request ${request.id} is for ${cluster} already.`);
    const team = await lockTeam(context.db, request.team.slug);
    if (!team) throw new Error(`the team of request ${request.id} is gone while it was locked`);

    const { patch, reason } = request;
    return submitTopic(context, { cluster, team, name: TopicName.parse(request.name), patch, reason });
  },
});
