import { startBareWeb } from "./bare-web.ts";
import type { Target } from "./load.ts";
import { HOW_MEASURED, measureQuestion, type Question } from "./question.ts";
import type { Figure, Report } from "./report.ts";
import { type BenchStack, tokenOf } from "./stack.ts";
import { clearSubjects, FIELDS_PER_SUBJECT, fillSubjects } from "./subject-rows.ts";

const SUBJECTS = 2_000;
const CLUSTER = "bench-schemas";
const P95_BELOW = 100;

/** The list of subjects and the search for a field through the API, against bare route handlers that send the same SQL. */
export async function measureSchemas(stack: BenchStack): Promise<Report> {
  const samples: Record<string, unknown> = {};
  const figures: Figure[] = [];
  // Readers are measured alone; a sweep in between would be a figure of the worker.
  await stack.worker("stop");
  const bare = await startBareWeb(stack.webDatabaseUrl);
  try {
    await fillSubjects(stack.database, CLUSTER, SUBJECTS);
    const token = await tokenOf("orders-owner@example.test");
    for (const question of questionsOf({ url: `${stack.webUrl}/api/v1/subjects`, token }, `${bare.url}/subjects`))
      figures.push(...(await measureQuestion(question, `${SUBJECTS.toLocaleString("en")} subjects`, samples)));
    return { title: "Schemas through the API", conditions: CONDITIONS, figures, samples };
  } finally {
    bare.stop();
    await clearSubjects(stack.database, CLUSTER);
    await stack.worker("start");
  }
}

const CONDITIONS = [
  `Subjects of ${FIELDS_PER_SUBJECT} fields each on a cluster that no worker serves, a quarter of them managed.`,
  HOW_MEASURED,
  "A field's name: twenty that one subject has, and one that every eighth has.",
  "Product: `GET /api/v1/subjects` with an API token, 50 rows a page. Bare: a route handler of another Next.js app (bench/bare-web, same version, production build) that sends the same SQL by the pg driver and answers the rows as JSON: no authentication, no validation, no security headers.",
];

function questionsOf({ url, token }: Target & { token: string }, bareUrl: string): Question[] {
  const both = (queries: string[]) => ({
    product: queries.map((query) => ({ url: `${url}?${query}`, token })),
    bare: queries.map((query) => ({ url: `${bareUrl}?${query}` })),
    p95Below: P95_BELOW,
  });
  const numbers = Array.from({ length: 20 }, (_, index) => Math.round((index + 0.5) * (SUBJECTS / 20)));
  const searches = [...numbers.map((number) => `reference_${number}x`), "currency"];
  return [
    { what: "first page", ...both([`cluster=${CLUSTER}`]) },
    { what: "a field's name", ...both(searches.map((field) => `cluster=${CLUSTER}&q=${field}`)) },
  ];
}
