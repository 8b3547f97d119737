import type { Connection } from "#lib/db/database";
import { type Application, lockApplication } from "#lib/db/stores/applications";
import type { Subject } from "#lib/policy/decide";
import type { Loaded } from "../define-command.ts";

export type LoadedApplication = Loaded & { application: Application };

/** Loads an application under its lock and its team's. Only its team, the platform and auditors know that it exists. */
export async function lockedApplication(
  db: Connection,
  { application: slug }: { application: string },
): Promise<LoadedApplication | null> {
  const application = await lockApplication(db, slug);
  return application && { application, subject: applicationSubject(application) };
}

/** An application as `decide` looks at it. */
export function applicationSubject({ id, team }: Pick<Application, "id" | "team">): Subject {
  return { kind: "application", id, teamId: team.id, visibility: "involved" };
}

/** How an application stands in the audit trail. */
export function applicationRecord({ id, slug, team }: Pick<Application, "id" | "slug" | "team">) {
  return { object: { kind: "application", id, name: slug }, teamId: team.id };
}
