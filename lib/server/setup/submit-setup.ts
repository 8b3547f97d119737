import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { logger } from "#lib/config/logger";
import { isSetupOpen } from "#lib/db/stores/installation";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { fail } from "#lib/domain/result";
import { originProblem } from "../auth/origin.ts";
import { recordThrottled } from "../auth/sign-in-records.ts";
import { clientAddressOf, getThrottles } from "../auth/throttles.ts";
import { completeSetup } from "../commands/complete-setup.ts";
import { getDatabase } from "../database.ts";
import { runCommand } from "../run-command.ts";

/** Whoever holds the code acts as the installation itself: there is nobody else yet. */
const SETUP: Actor = { ...ANONYMOUS, kind: "system", name: "setup" };

/** True while the installation has no admin. */
export async function setupIsOpen(): Promise<boolean> {
  return isSetupOpen(getDatabase());
}

/** The setup form's one way in: Origin, throttle, then the command, which compares the code under its lock. */
export async function submitSetup(input: unknown) {
  try {
    const sent = await headers();
    const problem = originProblem(sent);
    if (problem) return fail("forbidden", problem);

    const db = getDatabase();
    const taken = await getThrottles().setup.take("code");
    if (!taken.ok) {
      if (taken.first) await recordThrottled(db, { limit: "setup", address: clientAddressOf(sent) });
      return fail(
        "rate_limited",
        `Too many attempts. Try again in ${Math.ceil(taken.retryAfterSeconds / 60)} minutes.`,
      );
    }
    return await runCommand(db, completeSetup, SETUP, input);
  } catch (error) {
    const requestId = randomUUID();
    logger.error({ err: error, requestId }, "setup failed");
    return fail("unavailable", `Something broke on our side; the server's log has it under ${requestId}.`);
  }
}
