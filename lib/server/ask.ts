import { headers } from "next/headers";
import { forbidden, notFound, redirect } from "next/navigation";
import { cache } from "react";
import type { z } from "zod";
import type { Result } from "#lib/domain/result";
import { ADDRESS_HEADER } from "./auth/address-header.ts";
import { requestActor } from "./auth/request-actor.ts";
import { safePath } from "./auth/safe-path.ts";
import { getDatabase } from "./database.ts";
import type { Query } from "./define-query.ts";
import { runQuery } from "./run-query.ts";

/** Who is looking, asked of the database once per page however many queries the page has; the next request asks again. */
const currentActor = cache(async () => (await requestActor(await headers())).actor);

/** Runs a query for a page, as the person whose request this is. */
export async function tryAsk<Input extends z.ZodType, Output>(
  query: Query<Input, Output>,
  input: unknown,
): Promise<Result<Output>> {
  return runQuery(getDatabase(), query, await currentActor(), input);
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
      return redirect(`/sign-in?from=${encodeURIComponent(safePath((await headers()).get(ADDRESS_HEADER) ?? "/"))}`);
    case "not_found":
    case "invalid_input":
      return notFound();
    case "forbidden":
      return forbidden();
    default:
      throw new Error(`${query.name} failed: ${result.failure.code}`);
  }
}
