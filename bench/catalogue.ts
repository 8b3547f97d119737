import { encodeCursor } from "#lib/server/read/cursor";
import { type BareWeb, startBareWeb } from "./bare-web.ts";
import { clearCatalogue, fillCatalogue, nameAt } from "./catalogue-rows.ts";
import { alone, p95, type Target, throughput } from "./load.ts";
import { type Figure, ms, perSecond, type Report, ratio } from "./report.ts";
import { type BenchStack, tokenOf } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, productOf } from "./statistics.ts";

const PAIRS = 5;
const CONNECTIONS = 8;
const FOR_MS = 2_000;
const ALONE = 300;
const PAGE = 50;

/** Lists and searches through the API, against bare route handlers that send the same SQL. */
export async function measureCatalogue(stack: BenchStack): Promise<Report> {
  const samples: Record<string, unknown> = {};
  const figures: Figure[] = [];
  // Readers are measured alone; a sweep in between would be a figure of the worker.
  await stack.worker("stop");
  const bare = await startBareWeb(stack.webDatabaseUrl);
  try {
    const token = await tokenOf("orders-owner@example.test");
    for (const rows of [10_000, 100_000]) {
      const cluster = `bench-${rows}`;
      await fillCatalogue(stack.database, cluster, rows);
      const questions = await questionsAbout(stack, bare, token, cluster, rows);
      for (const question of questions) figures.push(...(await measure(question, rows, samples)));
      figures.push(await measureDepth(questions, rows, samples));
    }
    return { title: "Lists and search through the API", conditions: CONDITIONS, figures, samples };
  } finally {
    bare.stop();
    for (const rows of [10_000, 100_000]) await clearCatalogue(stack.database, `bench-${rows}`);
    await stack.worker("start");
  }
}

const CONDITIONS = [
  "Rows of the catalogue on a cluster that no worker serves, a quarter of them managed; the larger set is added to the smaller one.",
  `Throughput: ${CONNECTIONS} kept connections for ${FOR_MS / 1_000} s, medians of ${PAIRS} alternating pairs; the client runs on the same cores. Alone: ${ALONE} requests, one at a time.`,
  "Product: `GET /api/v1/topics` and `/api/v1/search` with an API token, 50 rows a page. Bare: route handlers of another Next.js app (bench/bare-web, same version, production build) that send the same SQL by the pg driver and answer the rows as JSON: no authentication, no validation, no security headers.",
];

type Question = { what: string; product: Target[]; bare: Target[]; p95Below: number };

async function questionsAbout(
  stack: BenchStack,
  bare: BareWeb,
  token: string,
  cluster: string,
  rows: number,
): Promise<Question[]> {
  const api = `${stack.webUrl}/api/v1`;
  const row = Math.round(rows * 0.95);
  const after = await nameAt(stack.database, cluster, row);
  const words = Array.from({ length: 20 }, (_, index) => `-${Math.round((index + 0.5) * (rows / 20))}.`);
  const ask = (path: string): Target => ({ url: `${api}${path}`, token });
  const askBare = (path: string): Target => ({ url: `${bare.url}${path}` });
  const both = (path: string) => ({ product: [ask(path)], bare: [askBare(path)] });
  const searching = (path: string, common: string) => ({
    product: [...words, common].map((word) => ask(`${path}q=${encodeURIComponent(word)}`)),
    bare: [...words, common].map((word) => askBare(`${path}q=${encodeURIComponent(word)}`)),
  });
  return [
    { what: "first page", ...both(`/topics?cluster=${cluster}`), p95Below: 50 },
    {
      what: `page ${row / PAGE}`,
      product: [ask(`/topics?cluster=${cluster}&cursor=${encodeCursor([after, cluster])}`)],
      bare: [askBare(`/topics?cluster=${cluster}&after=${after}`)],
      p95Below: 50,
    },
    { what: "list, part of a name", ...searching(`/topics?cluster=${cluster}&`, "invoice"), p95Below: 100 },
    { what: "search", ...searching("/search?", "invoice"), p95Below: 100 },
  ];
}

async function measure(question: Question, rows: number, samples: Record<string, unknown>): Promise<Figure[]> {
  const what = `${rows.toLocaleString("en")} rows, ${question.what}`;
  const pairs = await alternate(
    PAIRS,
    () => throughput(question.product, CONNECTIONS, FOR_MS),
    () => throughput(question.bare, CONNECTIONS, FOR_MS),
  );
  const [product, bare] = [await alone(question.product, ALONE), await alone(question.bare, ALONE)];
  samples[what] = { requestsPerSecond: pairs, alone: { product, bare } };

  const compared = medianRatio(pairs);
  return [
    {
      what,
      product: perSecond(median(pairs.map(productOf))),
      bare: perSecond(median(pairs.map(bareOf))),
      compared: `${Math.round(compared * 100)} %`,
      aim: "≥ 60 %",
      met: compared >= 0.6,
    },
    {
      what: `${what}, p95 alone`,
      product: ms(p95(product)),
      bare: ms(p95(bare)),
      compared: "–",
      aim: `< ${question.p95Below} ms`,
      met: p95(product) < question.p95Below,
    },
  ];
}

/** Whether a page far behind costs more than the first one. */
async function measureDepth(
  [first, deep]: Question[],
  rows: number,
  samples: Record<string, unknown>,
): Promise<Figure> {
  if (!first || !deep) throw new Error("There are no two pages to compare.");
  const one = async (target: Target[]) => median(await alone(target, 100));
  // "Bare" of this pair is the first page.
  const pairs = await alternate(
    PAIRS,
    () => one(deep.product),
    () => one(first.product),
  );
  const what = `${rows.toLocaleString("en")} rows, ${deep.what} against the first (both product)`;
  samples[what] = pairs;
  const compared = medianRatio(pairs);
  return {
    what,
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(compared),
    aim: "≤ 1.10 ×",
    met: compared <= 1.1,
  };
}
