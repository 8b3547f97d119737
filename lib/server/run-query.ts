import type { z } from "zod";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { fail, type Result } from "#lib/domain/result";
import { decide, holds } from "#lib/policy/decide";
import type { Query } from "./define-query.ts";
import { parseInput } from "./parse-input.ts";
import { refusalOf } from "./refusal.ts";

/** The one way to read: signed in, permitted, parsed, then the query itself, which sees to it that rows are visible to the actor. */
export async function runQuery<Input extends z.ZodType, Output>(
  db: Database,
  query: Query<Input, Output>,
  actor: Actor,
  rawInput: unknown,
): Promise<Result<Output>> {
  if (actor.kind === "anonymous") return fail("unauthenticated", "Sign in first.");
  if (!holds(actor, query.permission)) return fail("forbidden", "This token was not given the permission for that.");
  if (query.subject) {
    const decision = decide(actor, query.permission, query.subject);
    if (!decision.allowed) return { ok: false, failure: refusalOf(decision) };
  }

  const input = parseInput(query.input, rawInput);
  if (!input.ok) return input;
  return query.handle({ actor, db }, input.value);
}
