import { z } from "zod";
import { fail, ok, type Result } from "./result.ts";

export const REQUEST_STATES = [
  "submitted",
  "approved",
  "applied",
  "rejected",
  "withdrawn",
  "stale",
  "lapsed",
  "superseded",
] as const;
export const RequestState = z.enum(REQUEST_STATES);
export type RequestState = z.infer<typeof RequestState>;

/** What can happen to a request. `approve` completes it only when every required slot is filled. */
export type RequestEvent =
  | { type: "edit" }
  | { type: "withdraw" }
  | { type: "approve"; everySlotFilled: boolean }
  | { type: "reject" }
  | { type: "become-stale" }
  | { type: "lapse" }
  | { type: "apply" }
  | { type: "supersede" };

/** Days after which a request nobody decided lapses. */
export const LAPSE_AFTER_DAYS = 30;

type Move = (event: RequestEvent) => RequestState;

const table: { [State in RequestState]: Partial<{ [Type in RequestEvent["type"]]: Move }> } = {
  submitted: {
    edit: () => "submitted",
    withdraw: () => "withdrawn",
    approve: (event) => (event.type === "approve" && event.everySlotFilled ? "approved" : "submitted"),
    reject: () => "rejected",
    "become-stale": () => "stale",
    lapse: () => "lapsed",
  },
  approved: { apply: () => "applied", supersede: () => "superseded", "become-stale": () => "stale" },
  applied: {},
  rejected: {},
  withdrawn: {},
  stale: {},
  lapsed: {},
  superseded: {},
};

/**
 * The state that follows. An event that the state does not know is a `conflict`: somebody else was first, and the caller is
 * told in which state the request is now.
 */
export function transition(state: RequestState, event: RequestEvent): Result<RequestState> {
  const move = table[state][event.type];
  if (!move) return fail("conflict", `The request is ${state} already.`, { extra: { state } });

  return ok(move(event));
}

/** True when nothing can happen to the request any more. */
export function isTerminal(state: RequestState): boolean {
  return Object.keys(table[state]).length === 0;
}
