import { createHash, randomUUID } from "node:crypto";
import { logger } from "#lib/config/logger";
import { type DriftedObject, type DriftResolved, ResolveDrift } from "#lib/contract/drift";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { type Failure, ok, type Result } from "#lib/domain/result";
import { type Resolution, type Run, resolvingRuns } from "./drift/resolving-runs.ts";
import { parseInput } from "./parse-input.ts";
import type { RunOptions } from "./run-command.ts";

type Outcome = DriftResolved["results"][number];

/**
 * Asks that the drift of several objects is resolved the same way: requests of one bundle, each made in a transaction of its own and by the
 * same command as alone, so that one that is refused (or even breaks) does not stop the rest. Answers one result per object, in order.
 * @param idempotencyKey makes a repeated call answer what the first one did, object by object
 */
export async function bulkResolveDrift(
  db: Database,
  actor: Actor,
  how: Resolution,
  rawInput: unknown,
  idempotencyKey?: string,
): Promise<Result<DriftResolved>> {
  const input = parseInput(ResolveDrift, rawInput);
  if (!input.ok) return input;

  const { objects, reason } = input.value;
  const bundleId = idempotencyKey === undefined ? randomUUID() : uuidOf(`${actor.userId} ${how} ${idempotencyKey}`);
  const results: Outcome[] = [];
  for (const object of objects) {
    const key = idempotencyKey && keyOf(idempotencyKey, object);
    results.push(
      await resolveOne(object, await tried(resolvingRuns({ db, actor, how, object, reason })), (part) => ({
        bundleId,
        idempotencyKey: key && digest(JSON.stringify([key, part])),
      })),
    );
  }
  return ok({ bundleId, results });
}

async function resolveOne(
  object: DriftedObject,
  runs: Result<Run[]>,
  optionsOf: (part: string) => RunOptions,
): Promise<Outcome> {
  if (!runs.ok) return refused(object, runs.failure, []);
  const requests: Outcome["requests"] = [];
  const failures: Failure[] = [];
  for (const { part, ask } of runs.value) {
    const result = await tried(ask(optionsOf(part)));
    if (result.ok) requests.push({ id: result.value.id, state: result.value.state });
    else failures.push(result.failure);
  }
  const [failure] = failures;
  if (failure) return refused(object, failure, requests);
  const words = requests.map(({ id, state }) => `Request ${id} is ${state}.`).join(" ");
  return { ...object, ok: true, code: null, detail: words, requests };
}

function refused(object: DriftedObject, { code, detail }: Failure, requests: Outcome["requests"]): Outcome {
  return { ...object, ok: false, code, detail, requests };
}

/** What broke is told as a refusal of this one object. */
async function tried<Value>(run: Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await run;
  } catch (error) {
    logger.error({ err: error }, "one object of several could not be resolved");
    const detail = "Something broke on our side; the others were not affected.";
    return { ok: false, failure: { code: "unavailable", detail } };
  }
}

/** A key of one object: short enough whatever the caller's is, the same when the call is repeated. */
function keyOf(idempotencyKey: string, { kind, cluster, name }: DriftedObject): string {
  return digest(JSON.stringify([idempotencyKey, kind, cluster, name]));
}

/** The same bundle for the same key (RFC 9562 §5.8: version 8, made of whatever one likes). */
function uuidOf(text: string): string {
  const hex = digest(text);
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
