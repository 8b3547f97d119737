import { logger } from "#lib/config/logger";
import { BulkApprove, type BulkApproveResult } from "#lib/contract/requests";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { ok, type Result } from "#lib/domain/result";
import { approveRequest } from "./commands/approve-request.ts";
import { parseInput } from "./parse-input.ts";
import { runCommand } from "./run-command.ts";

/**
 * Approves several requests, each in a transaction of its own and by the same command as alone, so that one that is refused (or even
 * breaks) does not stop the rest. Answers one result per item, in order.
 */
export async function bulkApprove(db: Database, actor: Actor, rawInput: unknown): Promise<Result<BulkApproveResult>> {
  const input = parseInput(BulkApprove, rawInput);
  if (!input.ok) return input;

  const { items, comment } = input.value;
  const results: BulkApproveResult["results"] = [];
  for (const item of items) results.push(await approveOne(db, actor, { ...item, comment }));
  return ok({ results });
}

async function approveOne(
  db: Database,
  actor: Actor,
  item: { requestId: number; fingerprint: string; comment: string },
) {
  const { requestId } = item;
  try {
    const result = await runCommand(db, approveRequest, actor, item);
    if (result.ok) return { requestId, ok: true, code: null, detail: `Now ${result.value.state}.` };
    return { requestId, ok: false, code: result.failure.code, detail: result.failure.detail };
  } catch (error) {
    logger.error({ err: error, requestId }, "one approval of several failed");
    return {
      requestId,
      ok: false,
      code: "internal",
      detail: "Something broke on our side; the others were not affected.",
    };
  }
}
