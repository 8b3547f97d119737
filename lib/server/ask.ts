import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import type { z } from "zod";
import type { Result } from "#lib/domain/result";
import { requestActor } from "./auth/request-actor.ts";
import { getDatabase } from "./database.ts";
import type { Query } from "./define-query.ts";
import { runQuery } from "./run-query.ts";

/** Runs a query for a page, as the person whose request this is. */
export async function tryAsk<Input extends z.ZodType, Output>(
  query: Query<Input, Output>,
  input: unknown,
): Promise<Result<Output>> {
  const { actor } = await requestActor(await headers());
  return runQuery(getDatabase(), query, actor, input);
}

/**
 * The same for pages that have nothing to show without the answer: the absent, the invisible and nonsense in the address are "not
 * found", a lost session goes to sign-in, and anything else is a bug.
 */
export async function ask<Input extends z.ZodType, Output>(
  query: Query<Input, Output>,
  input: unknown,
): Promise<Output> {
  const result = await tryAsk(query, input);
  if (result.ok) return result.value;

  switch (result.failure.code) {
    case "unauthenticated":
      return redirect("/sign-in");
    case "not_found":
    case "invalid_input":
      return notFound();
    case "forbidden":
      return forbidden();
    default:
      throw new Error(`${query.name} failed: ${result.failure.code}`);
  }
}
