import { observeAcls } from "#lib/worker/observe-acls";
import { clearAcls, fillAcls } from "./present-acls.ts";
import { ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, productOf, timed } from "./statistics.ts";
import { takeWorkersPlace } from "./worker-session.ts";

const PAIRS = 9;
const PRESENT = 100_000;
const AIM_MS = 1_000;

/** What a sweep makes of very many ACLs that are all as they were. */
export async function measureAclPlan(stack: BenchStack): Promise<Report> {
  await fillAcls(stack, PRESENT);
  const { session, renew, close } = await takeWorkersPlace(stack);
  try {
    const pairs = await alternate(
      PAIRS,
      async () => {
        await renew();
        return timed(() => observeAcls(session));
      },
      () => timed(() => stack.kafka.readAcls()),
    );
    const [product, compared] = [median(pairs.map(productOf)), medianRatio(pairs)];
    const figure = {
      what: `${PRESENT.toLocaleString("en")} bindings, nothing changed`,
      product: ms(product),
      bare: ms(median(pairs.map(bareOf))),
      compared: ratio(compared),
      aim: `≤ 2.00 ×, ≤ ${AIM_MS} ms`,
      met: compared <= 2 && product <= AIM_MS,
    };
    return { title: "A sweep of many ACLs", conditions: CONDITIONS, figures: [figure], samples: { aclPlan: pairs } };
  } finally {
    await close();
    await clearAcls(stack);
  }
}

const CONDITIONS = [
  `Medians of ${PAIRS} alternating pairs in one process, the worker stopped. 1,000 managed principals with 100 bindings each.`,
  "Product: `observeAcls`, the worker's sweep of ACLs: all of the cluster in one read, what was seen last and the managed principals with their bindings from Postgres, comparison, judgement.",
  "Bare: the same read, nothing done with the answer.",
];
