import { monitorEventLoopDelay } from "node:perf_hooks";
import { observeFigures } from "#lib/worker/observe-figures";
import { observeTopics } from "#lib/worker/observe-topics";
import { clearTopics } from "./approved-topics.ts";
import { aloneInAThread } from "./asking-thread.ts";
import { p95 } from "./load.ts";
import { mebibytes, memoryOf } from "./memory.ts";
import { analyze, createPresent, manage } from "./present-topics.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import { type BenchStack, tokenOf } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, productOf, timed } from "./statistics.ts";
import { type BenchSession, takeWorkersPlace } from "./worker-session.ts";

const TOPICS = 10_000;
const PAIRS = 9;
const PAGE_PAIRS = 7;
const REQUESTS = 150;
const NS_PER_MS = 1_000_000;

/** A sweep of a large cluster in which nothing changed, what it does to the worker's process, and whether pages feel it. */
export async function measureLargeSweep(stack: BenchStack): Promise<Report> {
  const samples: Record<string, unknown> = {};
  await clearTopics(stack);
  const topics = await createPresent(stack, TOPICS);
  // From here on the sweeps are ours: the same code in this process, beside the reads that it is compared with.
  const taken = await takeWorkersPlace(stack);
  try {
    await manage(stack, topics);
    await observeTopics(taken.session);
    await observeTopics(taken.session);
    await analyze(stack.database);
    const figures = [
      ...(await measureTime(stack, taken, samples)),
      await measureFigures(taken, samples),
      await measurePages(stack, taken, samples),
    ];
    return { title: "A large cluster", conditions: CONDITIONS, figures, samples };
  } finally {
    await taken.close();
    await clearTopics(stack);
  }
}

const CONDITIONS = [
  `${TOPICS.toLocaleString("en")} managed topics of one partition; nothing changes. The worker is stopped; its sweeps run in the process that measures.`,
  `Time: medians of ${PAIRS} alternating pairs; bare: brokers, metadata of all topics and all their settings, 250 names a call, and nothing done with the answers.`,
  "Event loop: delay above 1 ms of resolution over all sweeps of the product, the garbage collector's pauses and the parsing of the broker's answers by the client library included.",
  "Memory: what the whole process had from the system while it swept, the client library and the measurements themselves included.",
  `Pages: \`GET /api/v1/topics\` of 50 rows, one request at a time, ${REQUESTS} per side, while sweeps run one after the other without a pause, and while nothing runs; the client is a thread of its own. Client, web, Postgres, broker and sweeps share two cores, so this shows the machine's contention too.`,
];

async function measureTime(
  stack: BenchStack,
  { session, renew }: BenchSession,
  samples: Record<string, unknown>,
): Promise<Figure[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const sweep = async () => {
    await renew();
    delay.enable();
    const took = await timed(() => observeTopics(session));
    delay.disable();
    return took;
  };
  const pairs = await alternate(PAIRS, sweep, () => timed(() => stack.kafka.readAll()));
  const compared = medianRatio(pairs);
  const p99 = delay.percentile(99) / NS_PER_MS;
  const use = await memoryOf(async () => {
    await renew();
    await observeTopics(session);
  });
  samples.sweep = pairs;
  samples.eventLoop = { p50: delay.percentile(50) / NS_PER_MS, p99, max: delay.max / NS_PER_MS };
  samples.memory = use;
  const resident = use.resident / 1024 ** 2;
  return [
    {
      what: "sweep, nothing changed",
      product: ms(median(pairs.map(productOf))),
      bare: ms(median(pairs.map(bareOf))),
      compared: ratio(compared),
      aim: "≤ 1.25 ×",
      met: compared <= 1.25,
    },
    { what: "event loop, p99", product: ms(p99), bare: "–", compared: "–", aim: "≤ 50 ms", met: p99 <= 50 },
    {
      what: "memory of the process",
      product: `${mebibytes(use.resident)} (heap ${mebibytes(use.peak)})`,
      bare: "–",
      compared: "–",
      aim: "≤ 512 MB",
      met: resident <= 512,
    },
  ];
}

/** Sizes, offsets and rates of all topics: what is read once a minute. */
async function measureFigures({ session, renew }: BenchSession, samples: Record<string, unknown>): Promise<Figure> {
  const listed = await session.admin.listTopics();
  const took: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await renew();
    session.figuresReadAt = null;
    took.push(await timed(() => observeFigures(session, listed)));
  }
  samples.figures = took;
  const none = { bare: "–", compared: "–", aim: "", met: null };
  return { what: "sizes, offsets and rates (once a minute)", product: ms(median(took)), ...none };
}

/** Whether pages are slower while the worker sweeps; "bare" of this pair is the idle side. */
async function measurePages(
  stack: BenchStack,
  { session, renew }: BenchSession,
  samples: Record<string, unknown>,
): Promise<Figure> {
  const token = await tokenOf("orders-owner@example.test");
  const page = [{ url: `${stack.webUrl}/api/v1/topics?limit=50`, token }];
  const asked = async () => p95(await aloneInAThread(page, REQUESTS));
  const whileSweeping = async () => {
    await renew();
    let sweeping = true;
    const sweeps = (async () => {
      while (sweeping) await observeTopics(session);
    })();
    const took = await asked();
    sweeping = false;
    await sweeps;
    return took;
  };
  const pairs = await alternate(PAGE_PAIRS, whileSweeping, asked);
  samples.pages = pairs;
  const compared = medianRatio(pairs);
  return {
    what: "a page of the catalogue, p95: sweeping against idle",
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(compared),
    aim: "≤ 1.20 ×",
    met: compared <= 1.2,
  };
}
