import type { Notice } from "./notice.ts";

/** What tells apart the two sides of a grant, and where each may look. */
export type GrantSides = {
  cluster: string;
  resource: string;
  prefixed: boolean;
  application: { slug: string; name: string; teamId: string };
  /** The side that gives. */
  team: { id: string; slug: string };
};

type SameForBoth = Omit<Notice, "path" | "audience" | "dedupeKey"> & { dedupeKey: string };

/**
 * One notice about a grant for the owners of each side, because each is led to its own page: the holder to the application, the giver to the
 * topic, or to its team where the grant is of a prefix. One only where both are the same team.
 * @param except who did it, and need not be told
 */
export function toBothSides(notice: SameForBoth, grant: GrantSides, except: string | null = null): Notice[] {
  const { application, team, cluster, resource, prefixed } = grant;
  const holder: Notice = {
    ...notice,
    path: `/applications/${application.slug}`,
    audience: { ownersOf: [application.teamId], except },
    data: { ...notice.data, side: "holder" },
  };
  if (team.id === application.teamId) return [holder];

  const giver: Notice = {
    ...notice,
    dedupeKey: `${notice.dedupeKey}:giver`,
    path: prefixed ? `/teams/${team.slug}` : `/topics/${cluster}/${encodeURIComponent(resource)}?tab=access`,
    audience: { ownersOf: [team.id], except },
    data: { ...notice.data, side: "giver" },
  };
  return [holder, giver];
}
