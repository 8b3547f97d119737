import { CLUSTER, clearTopics } from "./approved-topics.ts";
import { copyIn } from "./copy-in.ts";
import { createPresent } from "./present-topics.ts";
import { ms, type Report, ratio } from "./report.ts";
import { type BenchStack, post, tokenOf } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { untilCounted } from "./until-counted.ts";

const TOPICS = 10_000;
const PAIRS = 3;
const LOOK_EVERY_MS = 20;

type Submitted = { requests: { id: number; fingerprint: string }[] };

/** Ten thousand topics that nobody managed become a team's: from the approval until the worker has seen all of them to be ours. */
export async function measureAdoption(stack: BenchStack): Promise<Report> {
  const [asking, approving] = [await tokenOf(ADMINS[0]), await tokenOf(ADMINS[1])];
  await clearTopics(stack);
  const topics = await createPresent(stack, TOPICS);
  const names = topics.map(({ name }) => name);
  const submissions: number[] = [];
  const approvals: number[] = [];
  await untilSeen(stack, TOPICS);
  const adopt = async () => {
    await forget(stack);
    const chosen = { cluster: CLUSTER, topics: names.map((name) => ({ name, team: "orders" })), reason: "measured" };
    let submitted: Submitted = { requests: [] };
    submissions.push(
      await timed(async () => {
        submitted = await post<Submitted>(stack, "/topic-imports", asking, chosen);
      }),
    );
    return timed(async () => {
      approvals.push(
        await timed(async () => {
          for (const { id, fingerprint } of submitted.requests)
            await post(stack, `/requests/${id}/approve`, approving, { fingerprint });
        }),
      );
      await untilAdopted(stack);
    });
  };
  const pairs = await alternate(PAIRS, adopt, () => sweepAndCopy(stack, names));
  await clearTopics(stack);
  return {
    title: "Adoption of an existing cluster",
    conditions: CONDITIONS,
    figures: figuresOf(pairs, submissions, approvals),
    samples: { adoption: pairs, submissions, approvals },
  };
}

const ADMINS = ["platform-admin@example.test", "platform-admin-2@example.test"] as const;

const CONDITIONS = [
  `${TOPICS.toLocaleString("en")} topics of one partition that nobody manages; medians of ${PAIRS} alternating pairs, after one that is thrown away.`,
  "Product: from the POST that approves the import until the worker has seen every topic to be as it was taken over: desired state, catalogue, one audit event per topic, a fresh look at the cluster, status, request. Asking for it (the dry run is the same judgement) stands apart.",
  "Bare: brokers, metadata and settings of all topics read once, and 10,000 rows of the same width put into a table by COPY.",
];

function figuresOf(pairs: Pair[], submissions: readonly number[], approvals: readonly number[]) {
  const compared = medianRatio(pairs);
  const none = { bare: "–", compared: "–" };
  const approved = median(approvals.slice(1));
  return [
    {
      what: "approval → all seen",
      product: ms(median(pairs.map(productOf))),
      bare: ms(median(pairs.map(bareOf))),
      compared: ratio(compared),
      aim: "≤ 2.00 ×",
      met: compared <= 2,
    },
    { what: "the approval's POST", product: ms(approved), ...none, aim: "< 20 s", met: approved < 20_000 },
    { what: "asking for it", product: ms(median(submissions.slice(1))), ...none, aim: "", met: null },
  ];
}

/** What the worker does at least: reads everything; and what anybody would store of it. */
async function sweepAndCopy({ kafka, database }: BenchStack, names: readonly string[]): Promise<number> {
  const client = await database.connect();
  try {
    await client.query("CREATE TEMP TABLE adopted (cluster text, name text, team text, partitions int, config jsonb)");
    const lines = names.map(
      (name) => `local\t${name}\torders\t1\t{"retention.ms": "604800000", "min.insync.replicas": "1"}\n`,
    );
    return await timed(async () => {
      await kafka.readAll();
      await copyIn(client, "COPY adopted FROM STDIN", lines.join(""));
    });
  } finally {
    await client.query("DROP TABLE IF EXISTS adopted");
    client.release();
  }
}

function untilSeen({ database }: BenchStack, count: number): Promise<void> {
  const text = "SELECT count(*)::int AS count FROM topic_observations WHERE name LIKE 'orders.bench-%'";
  return untilCounted(database, { text, count, what: "topics seen", everyMs: LOOK_EVERY_MS });
}

function untilAdopted({ database }: BenchStack): Promise<void> {
  const text = "SELECT count(*)::int AS count FROM topic_status WHERE state = 'ready'";
  return untilCounted(database, { text, count: TOPICS, what: "ready topics", everyMs: LOOK_EVERY_MS });
}

/** The topics stay on the broker and are nobody's again. */
async function forget({ database }: BenchStack): Promise<void> {
  await database.query("DELETE FROM name_reservations WHERE name LIKE 'orders.bench-%'");
  await database.query("DELETE FROM topic_status");
  await database.query("UPDATE topics SET adopted_by = NULL");
  await database.query("DELETE FROM topics");
}
