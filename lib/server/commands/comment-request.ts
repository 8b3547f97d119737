import { CommentRequest } from "#lib/contract/requests";
import { insertComment } from "#lib/db/stores/requests";
import { defineCommand, succeed } from "../define-command.ts";
import { personOf } from "../person.ts";
import { requestObject, requestSubject } from "../requests/request-subject.ts";

/** Says something about a request, decided or not. */
export const commentRequest = defineCommand({
  name: "comment-request",
  permission: "request.comment",
  input: CommentRequest,
  subject: requestSubject,
  async handle({ actor, db }, { body }, { request }) {
    const id = await insertComment(db, request.id, personOf(actor), body);
    return succeed(
      { id },
      {
        audit: {
          action: "request.commented",
          object: requestObject(request),
          teamId: request.team.id,
          requestId: String(request.id),
          after: { comment: body },
        },
      },
    );
  },
});
