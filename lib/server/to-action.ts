import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import type { z } from "zod";
import { logger } from "#lib/config/logger";
import type { DriftResolved } from "#lib/contract/drift";
import type { BulkApproveResult } from "#lib/contract/requests";
import type { Actor } from "#lib/domain/actor";
import type { Failure } from "#lib/domain/result";
import { fail } from "#lib/domain/result";
import { originProblem } from "./auth/origin.ts";
import { requestActor } from "./auth/request-actor.ts";
import { bulkApprove } from "./bulk-approve.ts";
import { bulkResolveDrift } from "./bulk-resolve-drift.ts";
import { getDatabase } from "./database.ts";
import type { Command, Loaded } from "./define-command.ts";
import type { Resolution } from "./drift/resolving-runs.ts";
import { runCommand } from "./run-command.ts";

/** What a form gets back: the value, or the failure with its field errors. Serialisable. */
export type ActionResult<Output> = { ok: true; value: Output } | { ok: false; failure: Failure };

/**
 * Adapts a command to a server action: the same run as by API. `idempotencyKey` is made by the form when it is opened, so that a
 * double click asks once.
 */
export function toAction<Input extends z.ZodType, Object extends Loaded, Output>(
  command: Command<Input, Object, Output>,
) {
  return (input: unknown, idempotencyKey?: string): Promise<ActionResult<Output>> =>
    asWhoSent(command.name, (actor) => runCommand(getDatabase(), command, actor, input, { idempotencyKey }));
}

/** The bulk form of an approval as a server action; see {@link bulkApprove}. */
export function bulkApproveAction(input: unknown): Promise<ActionResult<BulkApproveResult>> {
  return asWhoSent("bulk-approve", (actor) => bulkApprove(getDatabase(), actor, input));
}

/** Several reverts, or several adoptions, as a server action; see {@link bulkResolveDrift}. */
export function bulkResolveDriftAction(
  how: Resolution,
  input: unknown,
  idempotencyKey?: string,
): Promise<ActionResult<DriftResolved>> {
  return asWhoSent(`bulk-${how}`, (actor) => bulkResolveDrift(getDatabase(), actor, how, input, idempotencyKey));
}

/** Every action comes from our own pages, as somebody. A bug answers with an id that is in the log, never with its text. */
async function asWhoSent<Output>(
  action: string,
  run: (actor: Actor) => Promise<ActionResult<Output>>,
): Promise<ActionResult<Output>> {
  try {
    const sent = await headers();
    const problem = originProblem(sent);
    if (problem) return fail("forbidden", problem);

    const { actor } = await requestActor(sent);
    return await run(actor);
  } catch (error) {
    const requestId = randomUUID();
    logger.error({ err: error, requestId, action }, "action failed");
    return fail("unavailable", `Something broke on our side. Give this id to the platform team: ${requestId}.`);
  }
}
