import type { Connection } from "#lib/db/database";
import { findPrincipal, type Principal } from "#lib/db/stores/principals";
import type { FieldError } from "#lib/domain/result";

/** The principal that a request is about, and why nothing can be asked for it any more; null while something can. */
export async function principalOfRequest(
  db: Connection,
  principalId: string | null,
): Promise<{ principal: Principal; ended: FieldError | null }> {
  const principal = principalId === null ? null : await findPrincipal(db, principalId);
  if (!principal) throw new Error("a request about a principal names none");
  return { principal, ended: endedProblem(principal) };
}

/** Says that a principal has ended; null while it lives. */
export function endedProblem({ name, endedAt }: Pick<Principal, "name" | "endedAt">): FieldError | null {
  return endedAt === null ? null : { path: "principalId", message: `${name} has ended.` };
}
