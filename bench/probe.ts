import { setTimeout as sleep } from "node:timers/promises";
import { CLUSTER } from "./approved-topics.ts";
import { BareRegistry } from "./bare-registry.ts";
import { FIELDS, registerSubject, schemaAt, VERSIONS } from "./registered-subjects.ts";
import { type Figure, ms, type Report } from "./report.ts";
import { type BenchStack, tokenOf } from "./stack.ts";
import { alternate, bareOf, type Pair, percentile, productOf, timed } from "./statistics.ts";

const PROBES = 100;
const WARM_UP = 10;
/** No subject of other measurements has this number. */
const SUBJECT = 1_000_000;
/** As components/schema/ask-probe.ts waits between two looks. */
const FIRST_LOOK_MS = 50;
const LONGEST_PAUSE_MS = 250;
const PAUSE_GROWS_BY = 1.5;

type Question = { schema: string; compatible: boolean };
type Probe = { state: string; message: string; verdict: { compatible: boolean } | null };

/** From the question whether a schema is compatible to the registry's answer, by way of web, database and worker. */
export async function measureProbe(stack: BenchStack): Promise<Report> {
  const bare = new BareRegistry(stack.registryUrl());
  const subject = await registerSubject(bare, SUBJECT);
  const token = await tokenOf("orders-developer@example.test");
  const next = questions();
  const pairs = await alternate(
    WARM_UP + PROBES,
    () => {
      const question = next();
      return timed(async () => mustBe(question, await askByProbe(stack, token, subject, question.schema)));
    },
    () => {
      const question = next();
      return timed(async () => mustBe(question, await bare.check(subject, question.schema)));
    },
  );
  const measured = pairs.slice(WARM_UP);
  return { title: TITLE, conditions: CONDITIONS, figures: figuresOf(measured), samples: { probes: measured } };
}

const TITLE = "What the registry says while somebody types";

const CONDITIONS = [
  `${PROBES} alternating pairs after ${WARM_UP} that are thrown away; web, worker, broker, registry and database as \`npm run bench\` starts them, the worker's sweeps going on.`,
  `A schema of ${FIELDS + 1} fields for a subject of ${VERSIONS} versions under BACKWARD, another one each time, every second one incompatible.`,
  `Product: from \`POST /api/v1/compatibility-checks\` with an API token until \`GET /api/v1/probes/{id}\` has the verdict, asked as the page asks: after ${FIRST_LOOK_MS} ms, and then after pauses that grow to ${LONGEST_PAUSE_MS} ms.`,
  "Bare: `POST /compatibility/subjects/{subject}/versions/latest` to the registry, by plain `fetch` on a kept connection.",
];

function figuresOf(pairs: Pair[]): Figure[] {
  const aims = { 50: null, 95: 500 };
  return ([50, 95] as const).map((rank) => {
    const [product, bare] = [percentile(pairs.map(productOf), rank), percentile(pairs.map(bareOf), rank)];
    const aim = aims[rank];
    return {
      what: `one compatibility probe, ${rank === 50 ? "median" : "p95"}`,
      product: ms(product),
      bare: ms(bare),
      compared: `+ ${ms(product - bare)}`,
      aim: aim === null ? "" : `≤ + ${aim} ms`,
      met: aim === null ? null : product - bare <= aim,
    };
  });
}

/** Schemas that nobody asked about before, two compatible ones and two incompatible ones in turn, so that both sides of a pair get the same. */
function questions(): () => Question {
  let asked = 0;
  return () => {
    const compatible = asked % 4 < 2;
    const field = { name: `asked_${asked}`, type: "string", ...(compatible && { default: "" }) };
    asked += 1;
    return { schema: schemaAt(SUBJECT, FIELDS, [field]), compatible };
  };
}

async function askByProbe({ webUrl }: BenchStack, token: string, subject: string, schema: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ cluster: CLUSTER, subject, schemaType: "AVRO", schema });
  const asked = await fetch(`${webUrl}/api/v1/compatibility-checks`, { method: "POST", headers, body });
  const { probeId } = await read<{ probeId: string }>(asked);
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * PAUSE_GROWS_BY, LONGEST_PAUSE_MS)) {
    await sleep(pause);
    const probe = await read<Probe>(await fetch(`${webUrl}/api/v1/probes/${probeId}`, { headers }));
    if (probe.verdict) return probe.verdict.compatible;
    if (probe.state !== "waiting") throw new Error(`The probe is ${probe.state}: ${probe.message}`);
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

function mustBe({ compatible, schema }: Question, said: boolean): void {
  if (said !== compatible) throw new Error(`The registry's answer should have been ${compatible}: ${schema}`);
}
