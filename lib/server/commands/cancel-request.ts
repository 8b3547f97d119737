import { CancelRequest } from "#lib/contract/requests";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { takeBackReset } from "../offset-resets/take-back-reset.ts";
import { requestSubject } from "../requests/request-subject.ts";
import { takeBackChange } from "../topic-life/take-back-change.ts";

/** Takes back what is approved and was not yet seen on the cluster: a change or a revert of a topic, a reset of offsets. */
export const cancelRequest = defineCommand({
  name: "cancel-request",
  permission: "request.cancel",
  input: CancelRequest,
  subject: requestSubject,
  async handle(context, { reason }, { request }) {
    switch (request.kind) {
      case "topic.change":
      case "topic.revert":
        return takeBackChange(context, request, reason);
      case "group.reset":
        return takeBackReset(context, request, reason);
      default:
        return fail("conflict", "Only a change or a revert of a topic, or a reset of offsets, can be taken back.");
    }
  },
});
