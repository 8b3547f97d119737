import { principalOf } from "#lib/domain/principal-name";
import { bindingsFor, clearGrants, commitGrants, makePrincipals, newGrants } from "./approved-access.ts";
import { CLUSTER } from "./approved-topics.ts";
import { clearAcls, fillAcls } from "./present-acls.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { untilApplied, untilCounted } from "./until-counted.ts";

const PAIRS = 5;
const BINDINGS = 1_000;
const GRANTS = BINDINGS / 2;
const PRINCIPALS = [1, 10];
const PRESENT = 100_000;

/** Approved access, from the worker's release to all of it applied, verified and audited; with few ACLs on the cluster, and with many. */
export async function measureBindings(stack: BenchStack): Promise<Report> {
  const none = await measureAll(stack);
  await fillAcls(stack, PRESENT);
  const many = await measureAll(stack);
  await clearAcls(stack);

  const figures = PRINCIPALS.flatMap((principals, index) => [
    figureOf(`${principals}, 0 present`, none[index] ?? []),
    figureOf(`${principals}, ${PRESENT.toLocaleString("en")} present`, many[index] ?? []),
    comparison(principals, none[index] ?? [], many[index] ?? []),
  ]);
  return { title: "Approved access", conditions: CONDITIONS, figures, samples: { none, many } };
}

const CONDITIONS = [
  `${GRANTS} grants to produce on topics of their own, two bindings each, to 1 principal or spread over 10; medians of ${PAIRS} alternating pairs, after one that is thrown away.`,
  "Product: from NOTIFY to an idle worker, all approvals committed, until every request is `applied`, which is committed together with bindings, grants, what pages show of the cluster's ACLs, and the audit event of each grant. The worker's ordinary sweeps go on.",
  "Bare: `createAcls` with the same bindings in one call, nothing read back.",
  "Present: bindings of 1,000 managed principals, on the broker and in the database.",
];

function measureAll(stack: BenchStack): Promise<Pair[][]> {
  return PRINCIPALS.reduce<Promise<Pair[][]>>(
    async (before, principals) => [...(await before), await measure(stack, principals)],
    Promise.resolve([]),
  );
}

async function measure(stack: BenchStack, count: number): Promise<Pair[]> {
  const principals = await makePrincipals(stack.database, count);
  await stack.database.query("SELECT pg_notify('headgate_work', $1)", [CLUSTER]);
  await untilReady(stack, principals);
  return alternate(
    PAIRS,
    () => grantApproved(stack, principals),
    () => createBare(stack, principals),
  );
}

function figureOf(what: string, pairs: Pair[]): Figure {
  const compared = medianRatio(pairs);
  return {
    what: `${BINDINGS} bindings, principals: ${what}`,
    product: ms(median(pairs.map(productOf))),
    bare: ms(median(pairs.map(bareOf))),
    compared: ratio(compared),
    aim: "≤ 1.50 ×",
    met: compared <= 1.5,
  };
}

function comparison(principals: number, none: Pair[], many: Pair[]): Figure {
  const [few, full] = [median(none.map(productOf)), median(many.map(productOf))];
  return {
    what: `principals: ${principals}, many present against none (both product)`,
    product: ms(full),
    bare: ms(few),
    compared: ratio(full / few),
    aim: "≤ 1.20 ×",
    met: full / few <= 1.2,
  };
}

async function grantApproved(stack: BenchStack, principals: readonly string[]): Promise<number> {
  const before = await commitGrants(stack.database, newGrants(GRANTS, principals));
  const took = await timed(async () => {
    await stack.database.query("SELECT pg_notify('headgate_work', $1)", [CLUSTER]);
    await untilApplied(stack.database, before, GRANTS);
  });
  await assertDone(stack, before, principals);
  await clearGrants(stack, principals);
  return took;
}

async function createBare({ kafka }: BenchStack, principals: readonly string[]): Promise<number> {
  const bindings = bindingsFor(newGrants(GRANTS, principals));
  const took = await timed(() => kafka.createAcls(bindings));
  // Not one by one: to delete a binding the broker looks through all it has.
  await kafka.deleteAclsOf(principals.map(principalOf));
  return took;
}

/** What is not measured but has to be so. */
async function assertDone({ database }: BenchStack, before: bigint, principals: readonly string[]): Promise<void> {
  const { rows } = await database.query<{ audited: number; applied: number; shown: number }>(
    `SELECT (SELECT count(*)::int FROM audit_events WHERE request_id > $1 AND action = 'grant.applied') AS audited,
      (SELECT count(*)::int FROM principal_bindings b JOIN principals p ON p.id = b.principal_id WHERE p.name = ANY($2)
        AND b.state = 'applied') AS applied,
      (SELECT count(*)::int FROM acl_observations WHERE principal IN (SELECT 'User:' || name FROM unnest($2::text[]) AS name)) AS shown`,
    [before, principals],
  );
  const [row] = rows;
  if (row?.audited !== GRANTS || row.applied !== BINDINGS || row.shown !== BINDINGS)
    throw new Error(`Of ${GRANTS} grants and ${BINDINGS} bindings only so many were recorded: ${JSON.stringify(row)}.`);
}

function untilReady({ database }: BenchStack, principals: readonly string[]): Promise<void> {
  const text = `SELECT count(*)::int AS count FROM principals p JOIN principal_status s ON s.principal_id = p.id
    WHERE p.name = ANY($1) AND s.state = 'ready'`;
  return untilCounted(database, { text, values: [principals], count: principals.length, what: "ready principals" });
}
