import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import type { Tier } from "#lib/domain/cluster";
import type { Risk } from "#lib/domain/slot";

/**
 * Of a principal that is made or gets back what it lost: nothing is lost by it, so only production asks for a second look.
 * @param inherited ACLs that nobody granted and that a new principal would have by its name alone: that is the platform's to decide, in every tier
 */
export function principalRisk(tier: Tier, inherited = 0): Risk {
  if (inherited > 0) return "high";
  return tier === "production" ? "normal" : "low";
}

/** Of another quota: in production, one that allows more is somebody else's decision too; less never is. */
export function quotaRisk(tier: Tier, from: ClientQuota, to: ClientQuota): Risk {
  const allowsMore = QUOTA_KEYS.some((key) => limit(to[key]) > limit(from[key]));
  return tier === "production" && allowsMore ? "normal" : "low";
}

function limit(value: number | undefined): number {
  return value ?? Number.POSITIVE_INFINITY;
}
