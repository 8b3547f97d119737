import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { EndingAnnounced } from "#lib/contract/topics";
import type { Action } from "../command/use-command.tsx";

/** What the steps of a decommission, and their undoing, are done with. */
export type DecommissionCommands = {
  announce: Action<EndingAnnounced>;
  block: Action<RequestSubmitted>;
  unblock: Action<unknown>;
  withdraw: Action<unknown>;
};
