import { findUnmeasuredLosses } from "#lib/db/worker-stores/retention-losses";
import { defaultConfigValue } from "#lib/domain/default-config-value";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import { ClusterCallFailed } from "#lib/kafka/cluster-admin";
import { type LossQuestion, lookAtLoss } from "./answer-loss.ts";
import { backOffMs, CONTACT_BACK_OFF } from "./back-off.ts";
import type { ProbeSession } from "./probe-session.ts";
import { pause } from "./wake-up.ts";

const MEASURE_EVERY_MS = 3_000;
/** What a request waits with is measured again after so long. */
const FRESH_FOR_SECONDS = 300;
const LOSSES_PER_LOOK = 20;
/** What could not be measured is tried again after so many looks. */
const LOOKS_UNTIL_AGAIN = 20;

/** Keeps the losses of undecided requests measured until the session ends, so that whoever decides sees them. Never rejects. */
export async function keepMeasuring(session: ProbeSession): Promise<void> {
  const { signal, log } = session;
  let failures = 0;
  const passedOver = new Set<string>();
  for (let looks = 0; !signal.aborted; looks += 1) {
    if (looks % LOOKS_UNTIL_AGAIN === 0) passedOver.clear();
    await pause(Math.max(MEASURE_EVERY_MS, failures && backOffMs(CONTACT_BACK_OFF, failures)), signal);
    if (signal.aborted) return;
    try {
      await measureWaitingLosses(session, passedOver);
      failures = 0;
    } catch (error) {
      failures += 1;
      // That the cluster is away is told by whoever looks after it.
      if (!(error instanceof ClusterCallFailed)) log.warn({ err: error }, "losses that wait could not be measured");
    }
  }
}

/**
 * Measures what each undecided request for a shorter retention would delete, unless that was done lately.
 * @param passedOver topics that the cluster does not tell of; those of this look are added. They hold back no other.
 * @returns how many were looked at
 * @throws ClusterCallFailed
 */
export async function measureWaitingLosses(session: ProbeSession, passedOver: Set<string>): Promise<number> {
  const waiting = await findUnmeasuredLosses(session.db, session.slug, {
    byDefault: defaultConfigValue("retention.ms", STOCK_DEFAULTS) ?? "-1",
    seconds: FRESH_FOR_SECONDS,
    except: [...passedOver],
    limit: LOSSES_PER_LOOK,
  });
  for (const question of waiting) {
    const { topic } = question;
    const problem = await measure(session, question);
    if (problem === null) continue;
    session.log.debug({ topic, told: problem }, "a loss that waits could not be measured");
    passedOver.add(topic);
  }
  return waiting.length;
}

/** Why one could not be measured, whatever that is; null when it was. @throws ClusterCallFailed, as the others would */
async function measure(session: ProbeSession, question: LossQuestion): Promise<string | null> {
  try {
    const looked = await lookAtLoss(session, question);
    return looked.ok ? null : looked.error.message;
  } catch (error) {
    if (error instanceof ClusterCallFailed) throw error;
    session.log.error({ err: error, topic: question.topic }, "a loss that waits could not be measured");
    return "It broke.";
  }
}
