import { appendAudit } from "#lib/db/append-audit";
import type { Database } from "#lib/db/database";
import { beginSession, endSession } from "#lib/db/stores/sessions";
import { findUser, lockUser } from "#lib/db/stores/users";
import type { AuditActor } from "#lib/domain/audit";
import { SESSION_SECONDS } from "./session-cookie.ts";

const NOBODY: AuditActor = { kind: "anonymous", id: null, name: "anonymous" };

/** Begins a session for a person who proved who they are, and records it; answers the session's id. */
export async function startSession(
  db: Database,
  userId: string,
  by: { method: string; address: string },
): Promise<string> {
  return db.$transaction(async (tx) => {
    // Under the lock that closing the account takes: a session begun beside it would live again when the account is opened.
    const user = await lockUser(tx, userId);
    if (!user || user.disabled) throw new Error("the account was closed while its owner signed in");

    const sessionId = await beginSession(tx, userId, SESSION_SECONDS);
    const object = { kind: "user", id: userId, name: user.name };
    const actor = { kind: "user" as const, id: userId, name: user.name };
    await appendAudit(tx, [{ action: "user.signed-in", actor, object, after: { sessionId, ...by } }]);
    return sessionId;
  });
}

/** Ends a session at its owner's wish, and records it; a session that ended already leaves no second record. */
export async function finishSession(db: Database, sessionId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const session = await tx.session.findUnique({ where: { id: sessionId } });
    const user = session && (await findUser(tx, session.userId));
    if (!user || !(await endSession(tx, sessionId))) return;

    const object = { kind: "user", id: user.id, name: user.name };
    const actor = { kind: "user" as const, id: user.id, name: user.name };
    await appendAudit(tx, [{ action: "user.signed-out", actor, object, after: { sessionId } }]);
  });
}

export type SignInRefusal = {
  /** Whose account it was, where there is one. What was typed for an unknown one is not kept: it may be a password. */
  user: { id: string; name: string } | null;
  method: string;
  address: string;
  why: "unknown-account" | "wrong-password" | "disabled" | "refused-by-provider";
};

/** Records a failed sign-in. */
export async function recordSignInFailure(db: Database, { user, ...after }: SignInRefusal): Promise<void> {
  await record(db, "user.sign-in-failed", user, after);
}

/** Records that an account or an address reached its limit; called for the first refusal of a window only. */
export async function recordThrottled(
  db: Database,
  after: { limit: "account" | "address" | "setup"; address: string },
  user: { id: string; name: string } | null = null,
): Promise<void> {
  await record(db, "user.sign-in-throttled", user, after);
}

function record(
  db: Database,
  action: string,
  user: { id: string; name: string } | null,
  after: unknown,
): Promise<void> {
  const object = user
    ? { kind: "user", id: user.id, name: user.name }
    : { kind: "sign-in", id: "unknown", name: "unknown account" };
  return db.$transaction((tx) => appendAudit(tx, [{ action, actor: NOBODY, object, after }]));
}
