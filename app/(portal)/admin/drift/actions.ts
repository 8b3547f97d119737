"use server";

import { bulkResolveDriftAction } from "#lib/server/to-action";

export async function revertSeveral(input: unknown, idempotencyKey?: string) {
  return bulkResolveDriftAction("revert", input, idempotencyKey);
}

export async function adoptSeveral(input: unknown, idempotencyKey?: string) {
  return bulkResolveDriftAction("adopt", input, idempotencyKey);
}
