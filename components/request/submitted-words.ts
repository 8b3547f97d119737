import type { RequestSubmitted } from "#lib/contract/topic-requests";

/** What is said once a request was made: whether somebody decides first, or the worker is at it already. */
export function submittedWords({ id, state }: Pick<RequestSubmitted, "id" | "state">): string {
  if (state === "submitted") return `Request ${id} waits for approval`;
  return `Request ${id} needed no approval; the worker is at it`;
}
