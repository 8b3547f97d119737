/** Finds the team that a name points to. */
export type TeamNames = {
  /** By a prefix of the team, its slug, or that of an application: `orders-billing-2` is of whoever has the application `orders-billing`. */
  of(name: string): string | null;
  /** By the team's slug alone. */
  bySlug(name: string): string | null;
};

type Known = {
  teams: readonly string[];
  prefixes: readonly { prefix: string; team: string }[];
  applications: readonly { slug: string; team: string }[];
};

/**
 * Names as people give them to principals and groups: whose they are stands at their beginning, ended by `.`, `_`, `-` or nothing. Among several
 * the longest beginning counts.
 */
export function teamNames({ teams, prefixes, applications }: Known): TeamNames {
  const slugs = new Map(teams.map((slug) => [slug, slug]));
  const words = new Map([
    ...prefixes.map(({ prefix, team }) => [prefix.replace(/[._-]$/, ""), team] as const),
    ...applications.map(({ slug, team }) => [slug, team] as const),
    ...slugs,
  ]);
  return { of: (name) => longestBeginning(words, name), bySlug: (name) => longestBeginning(slugs, name) };
}

function longestBeginning(words: ReadonlyMap<string, string>, name: string): string | null {
  const ends = [...name.matchAll(/[._-]/g)].map(({ index }) => index);
  for (const end of [name.length, ...ends.toReversed()]) {
    const team = words.get(name.slice(0, end));
    if (team !== undefined) return team;
  }
  return null;
}
