import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import type { RequestKind, RequestPatches } from "#lib/domain/request-kind";
import type { Risk, Slot } from "#lib/domain/slot";
import { fingerprintOf } from "#lib/plan/fingerprint";
import type { Judgement } from "./request-kind.ts";

type Judged<Kind extends RequestKind> = {
  patch: RequestPatches[Kind];
  plan: Plan;
  risk: Risk;
  slots: Slot[];
  violations?: Violation[];
  /** What breaks a rule is shown and not refused: it is there already. */
  lenient?: boolean;
};

/** The judgement of a request from what was found; budgets count only topics, which say so. */
export function judgementOf<Kind extends RequestKind>(found: Judged<Kind>): Judgement<Kind> {
  const { patch, plan, risk, slots, violations = [], lenient = false } = found;
  return {
    patch,
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: !lenient && violations.some(({ enforcement }) => enforcement === "deny"),
    risk,
    slots,
    partitions: 0,
    estimatedBytes: 0n,
  };
}
