import canonicalize from "canonicalize";
import type { AuditEvent } from "#lib/domain/audit";
import type { Connection } from "./database.ts";

/**
 * Appends events to the chain, last in the transaction: it takes the lock on the chain's head, which all writers share, and holds
 * it until the commit. The text that is hashed is RFC 8785 JSON; numbers beyond 2^53 must already be text.
 */
export async function appendAudit(db: Connection, events: readonly AuditEvent[]): Promise<void> {
  if (events.length === 0) return;

  await db.$queryRaw`SELECT audit_append(${events.map(canonicalText)}::text[])`;
}

/** RFC 8785 text of one event body, with every optional field present so that the same event always reads the same. */
export function canonicalText(event: AuditEvent): string {
  const whole = { teamId: null, requestId: null, before: null, after: null, reason: null, ...event };
  const text = canonicalize(whole);
  if (text === undefined) throw new TypeError("an audit event must be an object");
  return text;
}
