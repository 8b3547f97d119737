import { logger } from "#lib/config/logger";
import { getDatabase } from "../database.ts";
import { offerSetupCode } from "./setup-code.ts";

/** Offers the setup code when the process starts. A database that is away does not keep the process from starting: restart it for a code. */
export async function offerSetupCodeAtStart(): Promise<void> {
  try {
    await offerSetupCode(getDatabase());
  } catch (error) {
    logger.warn({ err: error }, "no setup code was offered: the database did not answer");
  }
}
