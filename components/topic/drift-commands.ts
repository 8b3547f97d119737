import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Action } from "../command/use-command.tsx";

/** The two answers to a difference, as requests. */
export type DriftCommands = { revert: Action<RequestSubmitted>; adopt: Action<RequestSubmitted> };
