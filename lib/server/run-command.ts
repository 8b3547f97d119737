import type { z } from "zod";
import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import { insertNotices, OUTBOX_BELL } from "#lib/db/insert-notices";
import { actorNow } from "#lib/db/stores/actors";
import type { Actor } from "#lib/domain/actor";
import type { AuditActor } from "#lib/domain/audit";
import type { Notice } from "#lib/domain/notice";
import { type Failure, fail, ok, type Result } from "#lib/domain/result";
import { decide, type Subject } from "#lib/policy/decide";
import type { AuditDraft, Command, Loaded } from "./define-command.ts";
import { forgetIdempotencyKey, rememberAnswer, takeIdempotencyKey } from "./idempotency.ts";
import { parseInput } from "./parse-input.ts";
import { recordRefusal, refusalOf } from "./refusal.ts";
import { wakeWorkers } from "./wake-workers.ts";

/** Carries an expected failure out of the transaction, because Prisma commits unless its callback throws. */
class RolledBack extends Error {
  readonly failure: Failure;
  /** What the command was about, where it was found. */
  readonly about: Subject | null;
  constructor(failure: Failure, about: Subject | null = null) {
    super(failure.detail);
    this.failure = failure;
    this.about = about;
  }
}

export type RunOptions = {
  /** Makes a repeated call answer what the first one did; unique per actor and command for 24 h. */
  idempotencyKey?: string | undefined;
  /** Groups the requests that this run makes with those of other runs. */
  bundleId?: string | undefined;
};

/**
 * The one way to change anything: parse → transaction { load and lock → decide → handle → tell → audit } → commit → wake the worker.
 * An expected failure rolls everything back and is returned; a bug throws.
 */
export async function runCommand<Input extends z.ZodType, Object extends Loaded, Output>(
  db: Database,
  command: Command<Input, Object, Output>,
  actor: Actor,
  rawInput: unknown,
  options: RunOptions = {},
): Promise<Result<Output>> {
  if (actor.kind === "anonymous") return fail("unauthenticated", "Sign in first.");
  const input = parseInput(command.input, rawInput);
  if (!input.ok) return input;

  const wake: string[] = [];
  try {
    const result = await db.$transaction(async (tx): Promise<Result<Output>> => {
      const remembered = await takeIdempotencyKey(tx, command.name, actor, rawInput, options.idempotencyKey);
      if (!remembered.ok) throw new RolledBack(remembered.failure);
      if (remembered.value !== undefined) return ok(remembered.value.response as Output);

      const handled = await decideAndHandle(tx, command, actor, input.value, options.bundleId);
      if (!handled.ok) {
        if (!handled.audit) throw new RolledBack(handled.failure);
        await forgetIdempotencyKey(tx, command.name, actor, options.idempotencyKey);
        wake.push(...(await tell(tx, handled.tell)));
        await appendAudit(tx, withActor(handled.audit, actor));
        return handled;
      }
      wake.push(...(handled.wake ?? []), ...(await tell(tx, handled.tell)));

      const replay = command.replay ? command.replay(handled.value) : handled.value;
      await rememberAnswer(tx, command.name, actor, options.idempotencyKey, replay);
      await appendAudit(tx, withActor(handled.audit, actor));
      return ok(handled.value);
    });
    wakeWorkers(db, wake);
    return result.ok ? result : { ok: false, failure: result.failure };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    await recordRefusal(db, command.name, actor, error);
    return { ok: false, failure: error.failure };
  }
}

async function decideAndHandle<Input extends z.ZodType, Object extends Loaded, Output>(
  tx: Connection,
  command: Command<Input, Object, Output>,
  actor: Actor,
  input: z.output<Input>,
  bundleId: string | undefined,
) {
  const object = await command.subject(tx, input, actor);
  // Who may was read before this transaction, which may have waited for the locks that it now holds.
  const now = object && (await actorNow(tx, actor));
  const decision = now ? decide(now, command.permission, object.subject) : null;
  if (!now || !decision?.allowed) throw new RolledBack(refusalOf(decision), object?.subject);

  return command.handle({ actor: now, db: tx, bundleId }, input, object);
}

/** Writes notices; answers whom to wake for them. */
async function tell(tx: Connection, notices: readonly Notice[] = []): Promise<string[]> {
  await insertNotices(tx, notices);
  return notices.length > 0 ? [OUTBOX_BELL] : [];
}

function withActor(drafts: AuditDraft | AuditDraft[], actor: Actor) {
  const by = auditActor(actor);
  return [drafts].flat().map((draft) => ({ ...draft, actor: by }));
}

/** An actor as the audit trail names it. */
export function auditActor(actor: Actor): AuditActor {
  return { kind: actor.kind, id: actor.tokenId ?? actor.userId, name: actor.name };
}
