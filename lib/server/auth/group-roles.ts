import type { TeamRole } from "#lib/domain/actor";

/** A group of this name plus the suffix makes its people owners of the team. */
export const OWNER_SUFFIX = ":owner";

/**
 * What a provider's groups claim says about teams, by slug: the group `orders` makes a member of the team `orders`, the group
 * `orders:owner` an owner. Groups that name no team are somebody else's business. Anything but text or a list of texts counts as no groups.
 */
export function groupRoles(claim: unknown, ownerSuffix = OWNER_SUFFIX): Map<string, TeamRole> {
  const roles = new Map<string, TeamRole>();
  for (const group of [claim].flat()) {
    if (typeof group !== "string") continue;
    const isOwner = group.endsWith(ownerSuffix);
    const slug = isOwner ? group.slice(0, -ownerSuffix.length) : group;
    if (isOwner || !roles.has(slug)) roles.set(slug, isOwner ? "owner" : "member");
  }
  return roles;
}
