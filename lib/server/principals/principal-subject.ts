import type { Connection } from "#lib/db/database";
import { lockPrincipal, type Principal } from "#lib/db/stores/principals";
import type { Subject } from "#lib/policy/decide";
import type { Loaded } from "../define-command.ts";

export type LoadedPrincipal = Loaded & { principal: Principal };

/** Loads a principal under its lock, its application's and its team's. Only its team, the platform and auditors know that it exists. */
export async function lockedPrincipal(
  db: Connection,
  { principalId }: { principalId: string },
): Promise<LoadedPrincipal | null> {
  const principal = await lockPrincipal(db, principalId);
  return principal && { principal, subject: principalSubject(principal.id, principal.application.team.id) };
}

/** A principal as `decide` looks at it: it is its application's team's. */
export function principalSubject(id: string, teamId: string): Subject {
  return { kind: "principal", id, teamId, visibility: "involved" };
}

/** How a principal stands in the audit trail. */
export function principalRecord({ id, name, application }: Pick<Principal, "id" | "name" | "application">) {
  return { object: { kind: "principal", id, name }, teamId: application.team.id };
}
