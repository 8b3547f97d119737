import type { Cluster } from "#lib/domain/cluster";
import type { PolicyScope } from "#lib/domain/policy";
import { matchesWhole } from "./pattern.ts";

/** What a scope is matched against. `name` is null while nobody has typed one. */
export type ScopeSubject = { cluster: Pick<Cluster, "slug" | "tier">; team: { slug: string }; name: string | null };

/**
 * Whether a rule applies: every stated dimension matches, an exception never does. Without a name, a rule that is only for some names does
 * not apply, and one that merely excepts some does.
 */
export function inScope(scope: PolicyScope, { cluster, team, name }: ScopeSubject): boolean {
  const byName = (pattern: string) => name !== null && matchesWhole(pattern, name);
  return (
    covers(scope.tier, (tier) => tier === cluster.tier) &&
    covers(scope.cluster, (slug) => slug === cluster.slug) &&
    covers(scope.team, (slug) => slug === team.slug) &&
    covers(scope.name, byName)
  );
}

type Dimension<T> = { only?: T[] | undefined; except?: T[] | undefined } | undefined;

function covers<T>(dimension: Dimension<T>, matches: (value: T) => boolean): boolean {
  if (dimension?.only && !dimension.only.some(matches)) return false;
  return !dimension?.except?.some(matches);
}

/** Where a rule holds, in words for its messages: by tier or by cluster if that is how it is scoped. */
export type Place = {
  /** `on production`, `here` */ at: string /** `production`, `this installation` */;
  name: string;
};

/** The words for a rule's place. */
export function placeOf(scope: PolicyScope, cluster: ScopeSubject["cluster"]): Place {
  if (scope.tier?.only) return { at: `on ${cluster.tier}`, name: cluster.tier };
  if (scope.cluster?.only) return { at: `on ${cluster.slug}`, name: cluster.slug };
  return { at: "here", name: "this installation" };
}
