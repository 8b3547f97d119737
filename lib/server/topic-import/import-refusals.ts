import type { ImportChoice, ImportConflict } from "#lib/contract/topic-imports";
import { fail } from "#lib/domain/result";

/** Most that one answer names; a list may hold thousands. */
export const MOST_NAMED = 100;

/** The first topic that is given to a team which does not exist, as a refusal; null when all do. */
export function unknownTeam({ topics }: ImportChoice, teams: { has(slug: string): boolean }) {
  const index = topics.findIndex(({ team }) => !teams.has(team));
  if (index === -1) return null;
  const [path, message] = [`topics.${index}.team`, `there is no team ${topics[index]?.team}`];
  return fail("invalid_input", `${path}: ${message}.`, { errors: [{ path, message }] });
}

/** Topics that cannot be taken over: the first in words, a hundred by name. */
export function inTheWay(conflicts: readonly ImportConflict[]) {
  const [first, ...others] = conflicts;
  const more = others.length > 0 ? ` So it is with ${others.length} more.` : "";
  const errors = conflicts.slice(0, MOST_NAMED).map(({ name, message }) => ({ path: `topics.${name}`, message }));
  return fail("conflict", `${first?.message}${more}`, { errors });
}
