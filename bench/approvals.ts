import { CLUSTER, clearTopics, newTopics } from "./approved-topics.ts";
import type { BareTopic } from "./bare-kafka.ts";
import { BareKafka } from "./bare-kafka.ts";
import { ms, type Report } from "./report.ts";
import { type BenchStack, post, tokenOf } from "./stack.ts";
import { alternate, bareOf, median, type Pair, percentile, productOf, timed } from "./statistics.ts";
import { untilCounted } from "./until-counted.ts";

const SAMPLES = 60;
const ROUNDS = 5;
const PARALLEL = 20;
const PRESENT = 10_000;
const PRESENT_AT_ONCE = 1_000;
const PRESENT_PREFIX = "bench-present.";

type Submitted = { id: number; fingerprint: string; topic: BareTopic };
type Approver = { token: string; stack: BenchStack; witness: BareKafka };

/** Approvals by POST, until a client sees the topics on a broker that already has ten thousand. */
export async function measureApprovals(stack: BenchStack): Promise<Report> {
  await clearTopics(stack);
  await allowManyTopics(stack);
  await fillBroker(stack);
  const witness = new BareKafka(stack.kafkaOptions);
  try {
    const requester = await tokenOf("orders-developer@example.test");
    const approver = { token: await tokenOf("orders-owner@example.test"), stack, witness };
    const single = await measureSingle(approver, requester);
    const parallel = await measureParallel(approver, requester);
    const samples = { single, parallel: parallel.pairs, posts: parallel.posts, calls: parallel.calls };
    return {
      title: TITLE,
      conditions: CONDITIONS,
      figures: [...singleFigures(single), ...parallelFigures(parallel)],
      samples,
    };
  } finally {
    await witness.close();
  }
}

const TITLE = "From the approval to the broker";

const CONDITIONS = [
  `${PRESENT.toLocaleString("en")} other topics of one partition on the broker and in the catalogue; web, worker, broker and database as \`npm run bench\` starts them, the worker's sweeps going on.`,
  "Both sides end when a client that asks for the topic by name every 2 ms, on a connection of its own, knows the leader of every partition.",
  `One approval: from sending \`POST /requests/{id}/approve\` with an API token; bare: from sending \`createTopics\`. ${SAMPLES} alternating pairs.`,
  `${PARALLEL} at once: ${PARALLEL} such POSTs in parallel until all their topics are led; bare: ${PARALLEL} \`createTopics\` calls in parallel on one connection, and the same topics in one call. ${ROUNDS} alternating rounds.`,
];

async function measureSingle(approver: Approver, requester: string): Promise<Pair[]> {
  const requests = await submit(approver.stack, requester, SAMPLES + 1);
  return alternate(
    SAMPLES,
    async () => {
      const request = requests.pop();
      if (!request) throw new Error("Too few requests were submitted.");
      return timed(() => Promise.all([approve(approver, request), approver.witness.untilLed([request.topic.name])]));
    },
    () => createBare(approver, newTopics(1), 1),
  );
}

function singleFigures(pairs: Pair[]) {
  const aims = { 50: 60, 95: 250 };
  return ([50, 95] as const).map((rank) => {
    const [product, bare] = [percentile(pairs.map(productOf), rank), percentile(pairs.map(bareOf), rank)];
    return {
      what: `one approval → visible, ${rank === 50 ? "median" : "p95"}`,
      product: ms(product),
      bare: ms(bare),
      compared: `+ ${ms(product - bare)}`,
      aim: `≤ + ${aims[rank]} ms`,
      met: product - bare <= aims[rank],
    };
  });
}

async function measureParallel(approver: Approver, requester: string) {
  const posts: number[] = [];
  const calls: number[] = [];
  const requests = await submit(approver.stack, requester, PARALLEL * (ROUNDS + 1));
  const pairs = await alternate(
    ROUNDS,
    async () => {
      const some = requests.splice(0, PARALLEL);
      const approving = some.map(async (request) => posts.push(await timed(() => approve(approver, request))));
      const names = some.map(({ topic }) => topic.name);
      return timed(() => Promise.all([...approving, approver.witness.untilLed(names)]));
    },
    async () => {
      calls.push(await createBare(approver, newTopics(PARALLEL), PARALLEL));
      return createBare(approver, newTopics(PARALLEL), 1);
    },
  );
  return { pairs, posts: posts.slice(PARALLEL), calls: calls.slice(1) };
}

function parallelFigures({ pairs, posts, calls }: Awaited<ReturnType<typeof measureParallel>>) {
  const none = { aim: "", met: null };
  const all = median(pairs.map(productOf));
  const [parallel, once] = [median(calls), median(pairs.map(bareOf))];
  return [
    {
      what: `${PARALLEL} approvals at once → all visible; bare: ${PARALLEL} calls`,
      product: ms(all),
      bare: ms(parallel),
      compared: `+ ${ms(all - parallel)}`,
      ...none,
    },
    { what: "the same; bare: one call", product: ms(all), bare: ms(once), compared: `+ ${ms(all - once)}`, ...none },
    {
      what: "each of those POSTs, median and p95",
      product: `${ms(median(posts))}, ${ms(percentile(posts, 95))}`,
      bare: "–",
      compared: "–",
      ...none,
    },
  ];
}

/** Creates topics in so many calls at once, until the witness sees them all. */
async function createBare({ stack, witness }: Approver, topics: BareTopic[], calls: number): Promise<number> {
  const perCall = topics.length / calls;
  const batches = Array.from({ length: calls }, (_, call) => topics.slice(call * perCall, (call + 1) * perCall));
  const names = topics.map(({ name }) => name);
  return timed(() => Promise.all([...batches.map((some) => stack.kafka.create(some)), witness.untilLed(names)]));
}

async function submit(stack: BenchStack, token: string, count: number): Promise<Submitted[]> {
  const submitted: Submitted[] = [];
  for (const topic of newTopics(count)) {
    const { name, ...spec } = topic;
    const body = {
      kind: "create",
      cluster: CLUSTER,
      name,
      team: "orders",
      spec,
      metadata: METADATA,
      reason: "measured",
    };
    submitted.push({
      ...(await post<{ id: number; fingerprint: string }>(stack, "/topic-requests", token, body)),
      topic,
    });
  }
  return submitted;
}

const METADATA = { description: "One record per measured order, for the benchmark.", classification: "internal" };

async function approve({ stack, token }: Approver, { id, fingerprint }: Submitted): Promise<void> {
  await post(stack, `/requests/${id}/approve`, token, { fingerprint, comment: "" });
}

/** A later revision of the team budget, with room for everything that is measured. */
async function allowManyTopics({ database }: BenchStack): Promise<void> {
  await database.query(`
    WITH raised AS (UPDATE policies SET current_revision = current_revision + 1 WHERE slug = 'team-budget-production' RETURNING *)
    INSERT INTO policy_revisions (policy_id, revision, rule, scope, enforcement, message)
    SELECT id, r.current_revision, p.rule || '{"topics": 100000, "partitions": 100000, "bytes": "1000000000000000"}', scope, enforcement, message
    FROM raised r JOIN policy_revisions p ON p.policy_id = r.id AND p.revision = r.current_revision - 1`);
}

/** Creates topics that nobody manages, and waits until a sweep has stored them. */
async function fillBroker({ kafka, database }: BenchStack): Promise<void> {
  // The broker makes files for some hundred partitions a second; more at once only keeps it from its heartbeats.
  for (let created = 0; created < PRESENT; created += PRESENT_AT_ONCE) {
    const topics = newTopics(PRESENT_AT_ONCE, PRESENT_PREFIX);
    await kafka.create(topics);
    await kafka.untilLed(
      topics.map(({ name }) => name),
      250,
    );
  }
  await kafka.settle();
  await untilCounted(database, {
    text: "SELECT count(*)::int AS count FROM catalogue WHERE name LIKE $1",
    values: [`${PRESENT_PREFIX}%`],
    ...{ count: PRESENT, what: "topics seen by the worker", everyMs: 500 },
  });
}
