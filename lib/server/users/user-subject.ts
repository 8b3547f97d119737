import type { Connection } from "#lib/db/database";
import { lockOwnership } from "#lib/db/stores/memberships";
import { lockUser, type User } from "#lib/db/stores/users";
import type { Actor } from "#lib/domain/actor";
import type { Loaded } from "../define-command.ts";

export type LoadedUser = Loaded & { user: User };

/** Loads a user under its lock, for commands that may take away a team's last owner or the last admin. */
export async function userSubject(db: Connection, { userId }: { userId: string }): Promise<LoadedUser | null> {
  await lockOwnership(db);
  const user = await lockUser(db, userId);
  return user && { user, subject: { kind: "user", id: user.id, userId: user.id, visibility: "involved" } };
}

/** Loads the person who asks. */
export async function selfSubject(db: Connection, _: unknown, actor: Actor): Promise<LoadedUser | null> {
  const user = actor.userId === null ? null : await lockUser(db, actor.userId);
  return user && { user, subject: { kind: "user", id: user.id, userId: user.id, visibility: "involved" } };
}

/** How a user stands in the audit trail. */
export function userRecord(user: { id: string; name: string }) {
  return { object: { kind: "user", id: user.id, name: user.name } };
}
