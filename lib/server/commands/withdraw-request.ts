import { WithdrawRequest } from "#lib/contract/requests";
import { defineCommand } from "../define-command.ts";
import { endRequest } from "../requests/end-request.ts";
import { requestSubject } from "../requests/request-subject.ts";

/** Takes an undecided request back. */
export const withdrawRequest = defineCommand({
  name: "withdraw-request",
  permission: "request.withdraw",
  input: WithdrawRequest,
  subject: requestSubject,
  handle: (context, { reason }, { request }) => endRequest(context, request, { type: "withdraw" }, reason),
});
