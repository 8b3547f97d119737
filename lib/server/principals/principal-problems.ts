import type { Connection } from "#lib/db/database";
import { databaseNow } from "#lib/db/stores/clock";
import {
  findPrincipalNameHolder,
  livePrincipals,
  openPrincipalRequest,
  type PrincipalNameHolder,
  reservedPrincipals,
} from "#lib/db/stores/principals";
import { ExternalPrincipalName, reservedNameProblem, ScramUsername } from "#lib/domain/principal-name";
import type { PrincipalPatch } from "#lib/domain/request-kind";
import type { FieldError } from "#lib/domain/result";

export type PrincipalAsked = {
  cluster: string;
  application: { id: string; slug: string };
  patch: PrincipalPatch;
  /** The request that is judged again: what it asks for does not stand against itself. */
  requestId: number | null;
};

const LONGEST_OVERLAP_DAYS = 90;
const DAY_MS = 86_400_000;

/** What is wrong with a principal in itself: a name that its kind cannot have or that is reserved, a date out of range. */
export async function principalProblems(
  db: Connection,
  { cluster, patch }: Pick<PrincipalAsked, "cluster" | "patch">,
): Promise<FieldError[]> {
  const { kind, name, replaces, replacedEndsAt } = patch;
  const parsed = (kind === "scram" ? ScramUsername : ExternalPrincipalName).safeParse(name);
  const problems: FieldError[] = (parsed.error?.issues ?? []).map(({ message }) => ({ path: "name", message }));
  if (parsed.success) {
    const reserved = reservedNameProblem(name, await reservedPrincipals(db, cluster));
    if (reserved) problems.push({ path: "name", message: reserved });
  }
  if (replacedEndsAt === null) return problems;

  if (replaces === null) {
    problems.push({
      path: "replacedEndsAt",
      message: "is for a principal that takes another one's place: state `replaces`",
    });
    return problems;
  }
  const ahead = new Date(replacedEndsAt).getTime() - (await databaseNow(db)).getTime();
  if (ahead > 0 && ahead <= LONGEST_OVERLAP_DAYS * DAY_MS) return problems;
  const message = `is ${replacedEndsAt}; it lies ahead, by at most ${LONGEST_OVERLAP_DAYS} days`;
  return [...problems, { path: "replacedEndsAt", message }];
}

/**
 * What stands against a principal now, or null: its name is taken, the application has one already, or not the one that it is to replace. Call
 * it under the lock on the cluster's access claims.
 */
export async function principalConflict(db: Connection, asked: PrincipalAsked): Promise<FieldError | null> {
  const { cluster, application, patch, requestId } = asked;
  const holder = await findPrincipalNameHolder(db, cluster, patch.name, requestId);
  if (holder) return { path: "name", message: takenInWords(holder, cluster, patch.name) };

  const open = await openPrincipalRequest(db, application.id, cluster, requestId);
  if (open !== null) {
    const message = `Request ${open} asks for a principal of ${application.slug} on ${cluster} already.`;
    return { path: "cluster", message };
  }
  return placeProblem(db, asked);
}

async function placeProblem(
  db: Connection,
  { cluster, application, patch }: PrincipalAsked,
): Promise<FieldError | null> {
  const [first, second] = await livePrincipals(db, application.id, cluster);
  const problem = (message: string): FieldError => ({ path: "replaces", message });
  if (second && first) {
    const both = `${first.name} and ${second.name}`;
    return problem(
      `${application.slug} has ${both} on ${cluster}, while one takes over from the other: end one first.`,
    );
  }
  if (first && patch.replaces === null) {
    return problem(
      `${application.slug} has ${first.name} on ${cluster} already: another one takes its place, with an end for it.`,
    );
  }
  if (patch.replaces !== null && patch.replaces !== first?.id) {
    return problem(`is no principal that ${application.slug} has on ${cluster} now`);
  }
  return null;
}

function takenInWords({ name, holder }: PrincipalNameHolder, cluster: string, asked: string): string {
  const what = {
    principal: `is a principal on ${cluster} already`,
    ending: `is still being taken from ${cluster}`,
    request: `is asked for on ${cluster} already`,
  }[holder];
  return name === asked ? `${name} ${what}.` : `${asked} differs only in case from ${name}, which ${what}.`;
}
