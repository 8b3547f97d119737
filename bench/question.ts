import { alone, p95, type Target, throughput } from "./load.ts";
import { type Figure, ms, perSecond } from "./report.ts";
import { alternate, bareOf, median, medianRatio, productOf } from "./statistics.ts";

const PAIRS = 5;
const CONNECTIONS = 8;
const FOR_MS = 2_000;
const ALONE = 300;

/** One thing to ask for, of the product and of a bare route handler; where there are several targets they are asked in turn. */
export type Question = { what: string; product: Target[]; bare: Target[]; p95Below: number };

/** How a question is measured, in a sentence. */
export const HOW_MEASURED = `Throughput: ${CONNECTIONS} kept connections for ${FOR_MS / 1_000} s, medians of ${PAIRS} alternating pairs; the client runs on the same cores. Alone: ${ALONE} requests, one at a time.`;

/**
 * Requests per second on several connections, and how long one takes alone.
 *
 * @param samples where every single measurement is put
 */
export async function measureQuestion(
  question: Question,
  rows: string,
  samples: Record<string, unknown>,
): Promise<Figure[]> {
  const what = `${rows}, ${question.what}`;
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
