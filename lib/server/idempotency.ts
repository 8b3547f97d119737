import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Connection } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { fail, ok, type Result } from "#lib/domain/result";

/** Visible ASCII, as a header value carries it. */
const KEY = /^[\x21-\x7e]{1,200}$/;

/**
 * Takes the key, first in the transaction: a concurrent call with the same key waits here until the first one commits or rolls
 * back. Answers `undefined` for a fresh key, the remembered response for a repeated one, and `conflict` for the same key with
 * another input. Keys are forgotten after 24 hours.
 */
export async function takeIdempotencyKey(
  db: Connection,
  command: string,
  actor: Actor,
  input: unknown,
  key: string | undefined,
): Promise<Result<{ response: unknown } | undefined>> {
  if (key === undefined) return ok(undefined);
  // A form's action is called with whatever its caller likes, whatever its type says.
  if (typeof key !== "string" || !KEY.test(key)) {
    const message = "is 1 to 200 visible ASCII characters";
    return fail("invalid_input", `Idempotency-Key ${message}.`, { errors: [{ path: "Idempotency-Key", message }] });
  }

  const owner = ownerOf(actor);
  const hash = createHash("sha256")
    .update(canonicalize(input ?? null) ?? "")
    .digest("hex");
  const taken = await db.$executeRaw`
    INSERT INTO idempotency_keys (actor_id, command, key, input_hash) VALUES (${owner}, ${command}, ${key}, ${hash})
    ON CONFLICT (actor_id, command, key) DO UPDATE SET input_hash = excluded.input_hash, response = NULL, created_at = now()
    WHERE idempotency_keys.created_at < now() - interval '24 hours'`;
  if (taken > 0) return ok(undefined);

  const first = await db.idempotencyKey.findUniqueOrThrow({
    where: { actorId_command_key: { actorId: owner, command, key } },
  });
  if (first.inputHash === hash) return ok({ response: first.response });
  return fail("conflict", "This Idempotency-Key was used with another input within the last 24 hours.");
}

/** More than one, so that each new key leaves the table smaller as long as it holds old ones. */
const FORGOTTEN_AT_ONCE = 5;

/**
 * Stores what a repeated call will answer, and removes a few keys whose time is over. Only successes get here: a failure rolls the key
 * back with everything else.
 */
export async function rememberAnswer(
  db: Connection,
  command: string,
  actor: Actor,
  key: string | undefined,
  response: unknown,
): Promise<void> {
  if (key === undefined) return;

  await db.$executeRaw`
    UPDATE idempotency_keys SET response = ${JSON.stringify(response ?? null)}::jsonb
    WHERE actor_id = ${ownerOf(actor)} AND command = ${command} AND key = ${key}`;
  await db.$executeRaw`
    DELETE FROM idempotency_keys WHERE (actor_id, command, key) IN (
      SELECT actor_id, command, key FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
      ORDER BY created_at LIMIT ${FORGOTTEN_AT_ONCE}::int FOR UPDATE SKIP LOCKED)`;
}

/** Gives the key back where a refusal is committed, so that the same key may be tried again. */
export async function forgetIdempotencyKey(
  db: Connection,
  command: string,
  actor: Actor,
  key: string | undefined,
): Promise<void> {
  if (key === undefined) return;

  await db.$executeRaw`DELETE FROM idempotency_keys WHERE actor_id = ${ownerOf(actor)} AND command = ${command} AND key = ${key}`;
}

function ownerOf(actor: Actor): string {
  return actor.userId ?? actor.kind;
}
