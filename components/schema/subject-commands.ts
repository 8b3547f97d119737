import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Action } from "../command/use-command.tsx";

/** What may be asked for or done about a subject, as the pages' actions give it. */
export type SubjectCommands = {
  requestCompatibility: Action<RequestSubmitted>;
  requestAdoption: Action<RequestSubmitted>;
  requestRevert: Action<RequestSubmitted>;
  requestDeletion: Action<RequestSubmitted>;
  retry: Action<unknown>;
};
