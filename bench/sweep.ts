import { observeTopics } from "#lib/worker/observe-topics";
import { CLUSTER, clearTopics, commitApprovals, newTopics } from "./approved-topics.ts";
import { ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, productOf, timed } from "./statistics.ts";
import { untilCounted } from "./until-counted.ts";
import { takeWorkersPlace } from "./worker-session.ts";

const PAIRS = 15;
const TOPICS = 1_000;

/** A sweep that finds nothing new among managed topics. */
export async function measureSweep(stack: BenchStack): Promise<Report> {
  await clearTopics(stack);
  await commitApprovals(stack.database, newTopics(TOPICS));
  await stack.database.query("SELECT pg_notify('headgate_work', $1)", [CLUSTER]);
  await untilReady(stack);
  await stack.kafka.settle();
  // From here on the sweeps are ours: the same code in this process, beside the reads that it is compared with.
  const { session, renew, close } = await takeWorkersPlace(stack);
  const sweep = () => observeTopics(session);
  try {
    // The first one stores what is new, the second one finds it unchanged.
    await sweep();
    const pairs = await alternate(
      PAIRS,
      async () => {
        await renew();
        return timed(sweep);
      },
      () => timed(() => stack.kafka.readAll()),
    );
    const compared = medianRatio(pairs);
    const figure = {
      what: `${TOPICS} managed topics, nothing changed`,
      product: ms(median(pairs.map(productOf))),
      bare: ms(median(pairs.map(bareOf))),
      compared: ratio(compared),
      aim: "≤ 1.25 ×",
      met: compared <= 1.25,
    };
    return { title: "A sweep without changes", conditions: CONDITIONS, figures: [figure], samples: { sweep: pairs } };
  } finally {
    await close();
    await clearTopics(stack);
  }
}

const CONDITIONS = [
  `Medians of ${PAIRS} alternating pairs in one process, the worker stopped.`,
  "Product: `observeTopics`, the worker's sweep: brokers, metadata of all topics, all settings of all topics, the last observations and the managed topics from Postgres, comparison, `seen_at` written. Sizes and last writes, read once a minute, are not part of it.",
  "Bare: the same three reads, 250 names a call, and nothing done with the answers.",
];

function untilReady({ database }: BenchStack): Promise<void> {
  const text = "SELECT count(*)::int AS count FROM topic_status WHERE state = 'ready'";
  return untilCounted(database, { text, count: TOPICS, what: "ready topics", everyMs: 100 });
}
