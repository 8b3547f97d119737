import type { Connection } from "#lib/db/database";
import { lockOwnership } from "#lib/db/stores/memberships";
import { type LockedTeam, lockTeam } from "#lib/db/stores/teams";
import type { Loaded } from "../define-command.ts";

export type LoadedTeam = Loaded & { team: LockedTeam };

/** Loads a team under its lock. Everyone signed in may know that it exists. */
export async function teamSubject(db: Connection, { team: slug }: { team: string }): Promise<LoadedTeam | null> {
  const team = await lockTeam(db, slug);
  return team && { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
}

/** The same for commands that may take away a team's last owner. */
export async function teamSubjectForOwnership(db: Connection, input: { team: string }): Promise<LoadedTeam | null> {
  await lockOwnership(db);
  return teamSubject(db, input);
}

/** How a team stands in the audit trail. */
export function teamRecord(team: { id: string; name: string }) {
  return { object: { kind: "team", id: team.id, name: team.name }, teamId: team.id };
}
