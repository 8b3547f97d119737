"use server";

import { submitSetup } from "#lib/server/setup/submit-setup";

export async function completeSetup(input: unknown) {
  return submitSetup(input);
}
