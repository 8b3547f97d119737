import { principalOf } from "#lib/domain/principal-name";
import { expireGrants } from "#lib/worker/expire-grants";
import { reconcilePrincipals } from "#lib/worker/reconcile-principals";
import {
  type BenchGrant,
  bindingsFor,
  clearGrants,
  commitGrants,
  letGrantsExpire,
  makePrincipals,
  newGrants,
} from "./approved-access.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { type BenchSession, takeWorkersPlace } from "./worker-session.ts";

const PAIRS = 5;
const GRANTS = 1_000;
const PRINCIPALS = [1, 10];

/** Many grants past their date at the same moment, until none of their ACLs is left. */
export async function measureExpiry(stack: BenchStack): Promise<Report> {
  const bench = await takeWorkersPlace(stack);
  const samples: Record<string, Pair[]> = {};
  const figures: Figure[] = [];
  try {
    for (const count of PRINCIPALS) {
      const principals = await makePrincipals(stack.database, count);
      await reconcileAll(bench);
      const pairs = await alternate(
        PAIRS,
        () => expire(stack, bench, principals),
        () => deleteBare(stack, principals),
      );
      samples[`of ${count} principals`] = pairs;
      figures.push(figureOf(count, pairs));
    }
  } finally {
    await bench.close();
  }
  return { title: "Access that ends by the clock", conditions: CONDITIONS, figures, samples };
}

const CONDITIONS = [
  `${GRANTS} grants to produce on topics of their own, ${GRANTS * 2} bindings; medians of ${PAIRS} alternating pairs in one process, after one that is thrown away.`,
  "Product: `expireGrants` and `reconcilePrincipals`, called one after the other as the worker does when it looks for grants past their date, every 5 seconds: until every grant is `removed`, which is committed together with the audit event of each; both sides are told by notices.",
  "Bare: `deleteAcls` with the same bindings, 1,000 a call, nothing read back.",
  "There are hardly any other ACLs on the cluster: to delete one, a broker looks through all it has, which among 100,000 takes it 17 to 23 ms for each, whoever asks.",
];

function figureOf(count: number, pairs: Pair[]): Figure {
  return {
    what: `${GRANTS} grants of ${count} ${count === 1 ? "principal" : "principals"}`,
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(medianRatio(pairs)),
    aim: "",
    met: null,
  };
}

async function expire(stack: BenchStack, bench: BenchSession, principals: readonly string[]): Promise<number> {
  const grants = newGrants(GRANTS, principals);
  await commitGrants(stack.database, grants);
  await bench.renew();
  await reconcileAll(bench);
  await assertBindings(stack, principals, grants);

  await letGrantsExpire(stack.database, principals);
  const took = await timed(async () => {
    await expireGrants(bench.db);
    await reconcileAll(bench);
  });
  await assertBindings(stack, principals, []);
  await clearGrants(stack, principals);
  await clearNotices(stack);
  return took;
}

/** Reconciles until nothing is due. */
async function reconcileAll({ session }: BenchSession): Promise<void> {
  while ((await reconcilePrincipals(session)) > 0);
}

async function deleteBare({ kafka }: BenchStack, principals: readonly string[]): Promise<number> {
  const bindings = bindingsFor(newGrants(GRANTS, principals));
  await kafka.createAcls(bindings);
  return timed(() => kafka.deleteAcls(bindings));
}

/** What is not measured but has to be so: exactly these bindings are there, and every grant says so. */
async function assertBindings(
  { kafka, database }: BenchStack,
  principals: readonly string[],
  grants: readonly BenchGrant[],
): Promise<void> {
  const expected = bindingsFor(grants).length;
  const counts = await Promise.all(principals.map((name) => kafka.readAcls(principalOf(name))));
  const there = counts.reduce((sum, count) => sum + count, 0);
  const { rows } = await database.query<{ others: number }>(
    `SELECT count(*)::int AS others FROM grant_status s JOIN grants g ON g.id = s.grant_id JOIN principals p
      ON p.application_id = g.application_id WHERE p.name = ANY($1) AND s.state <> $2`,
    [principals, grants.length > 0 ? "applied" : "removed"],
  );
  if (there !== expected || rows[0]?.others !== 0)
    throw new Error(`${there} ACLs instead of ${expected}; ${rows[0]?.others} grants do not say so.`);
}

/** Nobody is told that what was measured ended. */
async function clearNotices({ database }: BenchStack): Promise<void> {
  await database.query("DELETE FROM outbox_events WHERE dedupe_key LIKE 'grant-ended:%' AND expanded_at IS NULL");
}
