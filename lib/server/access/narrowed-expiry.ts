import { type Failure, type FieldError, fail, ok } from "#lib/domain/result";
import type { Narrowing } from "../requests/request-kind.ts";
import { isoInstant } from "./expiry-problem.ts";

/**
 * The end that an approver gives: the one asked for, or an earlier one that is still to come. `stale` when the asked one has passed while
 * nobody decided.
 */
export function narrowedExpiry(
  asked: string,
  { expiresAt }: Narrowing,
  now: Date,
): { ok: true; value: string } | { ok: false; failure: Failure } | { ok: false; stale: FieldError } {
  if (Date.parse(asked) <= now.getTime()) {
    return { ok: false, stale: { path: "expiresAt", message: "The end that was asked for has passed." } };
  }
  if (expiresAt === undefined) return ok(asked);

  const end = Date.parse(expiresAt);
  if (end > now.getTime() && end < Date.parse(asked)) return ok(isoInstant(expiresAt));
  const message = `has to be earlier than what was asked for, ${asked}, and in the future; ${expiresAt} was given`;
  return fail("invalid_input", `expiresAt: ${message}.`, { errors: [{ path: "expiresAt", message }] });
}
