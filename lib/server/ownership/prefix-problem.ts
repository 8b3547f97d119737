import type { Connection } from "#lib/db/database";
import { prefixInTheWay } from "#lib/db/stores/ownership";
import { type FieldError, fail } from "#lib/domain/result";

/** Names that begin alike belong to one team: why these prefixes cannot change hands without another one, or null when they can. */
export async function prefixProblem(
  db: Connection,
  { prefixes, toTeamId }: { prefixes: readonly string[]; toTeamId: string },
): Promise<{ ok: false; failure: ReturnType<typeof fail>["failure"] } | null> {
  if (prefixes.length === 0) return null;
  const other = await prefixInTheWay(db, { prefixes, toTeamId });
  if (!other) return null;
  const { moved, prefix, team } = other;
  const error: FieldError = {
    path: "prefixes",
    message: `${moved} overlaps ${prefix}, which ${team} would keep: both belong to one team.`,
  };
  return fail("conflict", error.message, { errors: [error] });
}
