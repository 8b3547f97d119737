import type { Tier } from "#lib/domain/cluster";
import type { GrantTerms } from "#lib/domain/grant";
import type { Risk } from "#lib/domain/slot";
import type { Classification } from "#lib/domain/topic-spec";

export type AccessRiskInput = {
  tier: Tier;
  /** Of the topic, or the highest that a prefix covers; null while it covers none. */
  classification: Classification | null;
  terms: Pick<GrantTerms, "patternType" | "transactionalId">;
  /** The consumer group is in use by somebody whom no grant explains: its offsets could be taken over. */
  takesOverGroup: boolean;
};

/**
 * How much can go wrong with access. High: everything that begins with a text, data that is confidential and above, a transactional id, a
 * consumer group that somebody unknown uses. Else low outside production, normal in it.
 */
export function accessRisk({ tier, classification, terms, takesOverGroup }: AccessRiskInput): Risk {
  const sensitive = classification === "confidential" || classification === "restricted";
  if (sensitive || takesOverGroup || terms.patternType === "PREFIXED" || terms.transactionalId !== null) return "high";
  return tier === "production" ? "normal" : "low";
}
