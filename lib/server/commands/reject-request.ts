import { RejectRequest } from "#lib/contract/requests";
import { defineCommand } from "../define-command.ts";
import { endRequest } from "../requests/end-request.ts";
import { requestSubject } from "../requests/request-subject.ts";

/** Says no, with the reason that the requester reads. */
export const rejectRequest = defineCommand({
  name: "reject-request",
  permission: "request.reject",
  input: RejectRequest,
  subject: requestSubject,
  handle: (context, { reason }, { request }) => endRequest(context, request, { type: "reject" }, reason),
});
