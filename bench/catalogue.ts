import { encodeCursor } from "#lib/server/read/cursor";
import { type BareWeb, startBareWeb } from "./bare-web.ts";
import { clearCatalogue, fillCatalogue, nameAt } from "./catalogue-rows.ts";
import { alone, type Target } from "./load.ts";
import { HOW_MEASURED, measureQuestion, type Question } from "./question.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import { type BenchStack, tokenOf } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, productOf } from "./statistics.ts";

const PAIRS = 5;
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
      for (const question of questions)
        figures.push(...(await measureQuestion(question, `${rows.toLocaleString("en")} rows`, samples)));
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
  HOW_MEASURED,
  "Product: `GET /api/v1/topics` and `/api/v1/search` with an API token, 50 rows a page. Bare: route handlers of another Next.js app (bench/bare-web, same version, production build) that send the same SQL by the pg driver and answer the rows as JSON: no authentication, no validation, no security headers.",
];

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
