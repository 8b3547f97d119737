"use server";

import { bulkApproveAction } from "#lib/server/to-action";

export async function approveAll(input: unknown) {
  return bulkApproveAction(input);
}
