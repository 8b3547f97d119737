import { CLUSTER, clearTopics, commitApprovals, newTopics } from "./approved-topics.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { untilApplied } from "./until-counted.ts";

const PAIRS = 5;

/** Approved creations, from the worker's release to all of them applied, verified and audited. */
export async function measureCreations(stack: BenchStack): Promise<Report> {
  const samples: Record<string, Pair[]> = {};
  const figures: Figure[] = [];
  for (const count of [100, 1_000]) {
    const pairs = await alternate(
      PAIRS,
      () => createApproved(stack, count),
      () => createBare(stack, count),
    );
    samples[`creations of ${count}`] = pairs;
    figures.push(figureOf(count, pairs));
  }
  return { title: "Approved creations", conditions: CONDITIONS, figures, samples };
}

const CONDITIONS = [
  `Topics of one partition and two settings; medians of ${PAIRS} alternating pairs, after one that is thrown away.`,
  "Product: from NOTIFY to an idle worker, all approvals committed, until every request is `applied`, which is committed together with the status and the audit event of its topic; the observation follows in a transaction of its own. The worker's ordinary sweeps go on.",
  "Bare: `createTopics` in one call, then metadata by name until every topic has a leader.",
];

function figureOf(count: number, pairs: Pair[]): Figure {
  const compared = medianRatio(pairs);
  const aimed = count === 1_000;
  return {
    what: `${count} topics`,
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(compared),
    aim: aimed ? "≤ 1.50 ×" : "",
    met: aimed ? compared <= 1.5 : null,
  };
}

async function createApproved(stack: BenchStack, count: number): Promise<number> {
  const topics = newTopics(count);
  const before = await commitApprovals(stack.database, topics);
  const took = await timed(async () => {
    await stack.database.query("SELECT pg_notify('headgate_work', $1)", [CLUSTER]);
    await untilApplied(stack.database, before, count);
  });
  await assertAudited(stack, before, count);
  await clearTopics(stack);
  return took;
}

async function createBare(stack: BenchStack, count: number): Promise<number> {
  const topics = newTopics(count);
  const names = topics.map(({ name }) => name);
  const took = await timed(async () => {
    await stack.kafka.create(topics);
    await stack.kafka.untilLed(names);
  });
  await clearTopics(stack);
  return took;
}

async function assertAudited({ database }: BenchStack, before: bigint, count: number): Promise<void> {
  const { rows } = await database.query<{ audited: number }>(
    "SELECT count(*)::int AS audited FROM audit_events WHERE request_id > $1 AND action = 'topic.created-on-cluster'",
    [before],
  );
  if (rows[0]?.audited !== count) throw new Error(`${rows[0]?.audited} of ${count} creations are in the audit trail.`);
}
