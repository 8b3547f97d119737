import type { Connection } from "#lib/db/database";
import type { Plan } from "#lib/domain/plan";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planWithLoss } from "./plan-with-loss.ts";

/** A request with its plan, as both are stored. */
type Planned = {
  kind: RequestKind;
  state: RequestState;
  cluster: string;
  name: string;
  plan: Plan;
  fingerprint: string;
};

/**
 * The plan of a request as its next approval would judge what is lost by it: while it is undecided, with what the cluster told since it was stored. Who
 * reads a request and who approves it both go by this, so that what was measured is what is approved.
 */
export async function measuredPlan(db: Connection, request: Planned): Promise<Pick<Planned, "plan" | "fingerprint">> {
  const { kind, state, plan, fingerprint } = request;
  const isMeasured = kind === "topic.change" || kind === "topic.revert";
  if (!isMeasured || state !== "submitted" || plan.loss === undefined) return { plan, fingerprint };

  const measured = await planWithLoss(db, request, plan, plan);
  return { plan: measured, fingerprint: fingerprintOf(measured) };
}
