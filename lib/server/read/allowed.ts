import type { Allowed } from "#lib/contract/common";
import type { Decision } from "#lib/policy/decide";
import { refusalOf } from "../refusal.ts";

/** A decision as a page shows it: a button, or the sentence that says who could. */
export function allowedTo(decision: Decision): Allowed {
  return decision.allowed ? { allowed: true, needed: null } : { allowed: false, needed: refusalOf(decision).detail };
}
