import type { Tier } from "#lib/domain/cluster";
import type { ChangeKind, Plan } from "#lib/domain/plan";
import type { Risk } from "#lib/domain/slot";
import { CLASSIFICATIONS, type Classification } from "#lib/domain/topic-spec";

/** `plan`: the changes as they would be applied. `classification`: as it will be. */
export type RiskInput = { plan: Pick<Plan, "changes">; tier: Tier; classification: Classification };

/**
 * How much can go wrong. High: anything destructive, or data that is confidential and above. Low: only what adds or loses nothing, and
 * not in production. Normal: everything else, so growing partitions (irreversible) is at least normal. Broken rules do not
 * raise it: they refuse the request by themselves.
 */
export function riskOf({ plan, tier, classification }: RiskInput): Risk {
  const kinds = plan.changes.map(({ kind }) => kind);
  if (kinds.includes("destructive") || HIGH[classification]) return "high";
  return tier !== "production" && kinds.every((kind) => HARMLESS[kind]) ? "low" : "normal";
}

const HIGH: { readonly [C in Classification]: boolean } = {
  public: false,
  internal: false,
  confidential: true,
  restricted: true,
};

const HARMLESS: { readonly [K in ChangeKind]: boolean } = {
  additive: true,
  neutral: true,
  irreversible: false,
  destructive: false,
};

/** How much can go wrong with a change: as {@link riskOf}, and data that is classified lower is high, classified higher at least normal. */
export function riskOfChange({
  plan,
  tier,
  classification: { from, to },
}: Omit<RiskInput, "classification"> & { classification: { from: Classification; to: Classification } }): Risk {
  const [before, after] = [CLASSIFICATIONS.indexOf(from), CLASSIFICATIONS.indexOf(to)];
  if (after < before) return "high";
  const risk = riskOf({ plan, tier, classification: to });
  return after > before && risk === "low" ? "normal" : risk;
}
