import type { FieldError } from "#lib/domain/result";

/** A request about a topic that is not managed any more. */
export function topicGone(name: string): { ok: false; stale: FieldError } {
  return { ok: false, stale: { path: "name", message: `${name} is gone.` } };
}
