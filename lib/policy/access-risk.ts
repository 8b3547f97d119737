import type { Tier } from "#lib/domain/cluster";
import type { GrantTerms } from "#lib/domain/grant";
import type { Risk } from "#lib/domain/slot";
import type { Classification } from "#lib/domain/topic-spec";

export type AccessRiskInput = {
  tier: Tier;
  /** Of the topic, or the highest that a prefix covers; null while it covers none. */
  classification: Classification | null;
  terms: Pick<GrantTerms, "patternType" | "transactionalId">;
};

/**
 * How much can go wrong with access. High: everything that begins with a text, data that is confidential and above, a transactional id. Else
 * low outside production, normal in it.
 */
export function accessRisk({ tier, classification, terms }: AccessRiskInput): Risk {
  const sensitive = classification === "confidential" || classification === "restricted";
  if (sensitive || terms.patternType === "PREFIXED" || terms.transactionalId !== null) return "high";
  return tier === "production" ? "normal" : "low";
}
