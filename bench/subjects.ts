import { createHttpSubjectRegistry } from "#lib/registry/http-subject-registry";
import { observeSubjects } from "#lib/worker/observe-subjects";
import { openRegistrySession, type RegistrySession } from "#lib/worker/registry-session";
import { BareRegistry } from "./bare-registry.ts";
import { type MemoryUse, mebibytes, memoryOf } from "./memory.ts";
import { FIELDS, manageSubjects, registerSubjects, SUBJECT_PREFIX, VERSIONS } from "./registered-subjects.ts";
import { type Figure, ms, type Report, ratio } from "./report.ts";
import type { BenchStack } from "./stack.ts";
import { alternate, bareOf, median, medianRatio, type Pair, productOf, timed } from "./statistics.ts";
import { takeWorkersPlace } from "./worker-session.ts";

const PAIRS = 9;
const SUBJECTS = 2_000;
const RENEW_EVERY_MS = 5_000;

type Sweeps = { first: Pair; firstMemory: MemoryUse; pairs: Pair[]; memory: MemoryUse };

/** Sweeps of a registry with many subjects: the first, which stores them, and later ones, which find nothing new. */
export async function measureSubjects(stack: BenchStack): Promise<Report> {
  const { session, renew, close } = await takeWorkersPlace(stack);
  const bare = new BareRegistry(stack.registryUrl());
  const registry = createHttpSubjectRegistry({ url: stack.registryUrl(), requestTimeoutMs: 10_000 });
  const renewing = setInterval(() => void renew(), RENEW_EVERY_MS);
  try {
    await manageSubjects(stack.database, await registerSubjects(bare, SUBJECTS));
    const { slug, workerId, db, lease, log, signal } = session;
    const sweeps = await sweep(openRegistrySession({ slug, workerId, db, lease, log, signal, registry }), bare);
    await assertUnchanged(stack);
    return { title: "A sweep of the registry", conditions: CONDITIONS, figures: figuresOf(sweeps), samples: sweeps };
  } finally {
    clearInterval(renewing);
    await registry.close();
    await close();
  }
}

async function sweep(session: RegistrySession, bare: BareRegistry): Promise<Sweeps> {
  // Both sides are connected and compiled before the only measurement that cannot be repeated.
  await bare.readAll();
  const firstBare = await timed(() => bare.readAllTexts());
  let firstProduct = 0;
  const firstMemory = await memoryOf(async () => {
    firstProduct = await timed(() => observeSubjects(session));
  });

  const pairs = await alternate(
    PAIRS,
    () => timed(() => observeSubjects(session)),
    () => timed(() => bare.readAll()),
  );
  const memory = await memoryOf(() => observeSubjects(session));
  return { first: { product: firstProduct, bare: firstBare }, firstMemory, pairs, memory };
}

function figuresOf({ first, firstMemory, pairs, memory }: Sweeps): Figure[] {
  const compared = medianRatio(pairs);
  const many = `${SUBJECTS.toLocaleString("en")} subjects`;
  return [
    {
      what: `${many}, nothing changed`,
      product: ms(median(pairs.map(productOf))),
      bare: ms(median(pairs.map(bareOf))),
      compared: ratio(compared),
      aim: "≤ 1.50 ×",
      met: compared <= 1.5,
    },
    {
      what: `${many}, the first sweep`,
      product: ms(first.product),
      bare: ms(first.bare),
      compared: ratio(first.product / first.bare),
      aim: "",
      met: null,
    },
    memoryFigure(`${many}, nothing changed: heap`, memory),
    memoryFigure(`${many}, the first sweep: heap`, firstMemory),
  ];
}

function memoryFigure(what: string, { before, peak, after, resident }: MemoryUse): Figure {
  return {
    what,
    product: `${mebibytes(before)} before, ${mebibytes(peak)} at most, ${mebibytes(after)} after`,
    bare: "–",
    compared: `resident ${mebibytes(resident)}`,
    aim: "",
    met: null,
  };
}

const CONDITIONS = [
  `${SUBJECTS.toLocaleString("en")} managed subjects of ${VERSIONS} Avro versions each, the latest of ${FIELDS} fields with documentation (${(SUBJECTS * FIELDS).toLocaleString("en")} fields in all), on Apicurio Registry 3.3.3 with its database in a file; one process, the worker stopped.`,
  `Nothing changed: medians of ${PAIRS} alternating pairs. The first sweep: once, the bare side first.`,
  "Product: `observeSubjects`, the worker's sweep: the list of subjects, a glance at each (living versions, level in force), 16 subjects at once, one in twenty in full, the last observations and the managed subjects from Postgres, comparison, judgement, `seen_at` written; the first one reads every subject in full, parses every version, and stores texts and fields.",
  "Bare: plain `fetch` on kept connections, 16 subjects at once: the list of subjects, and for each one call for the numbers of its versions and one for the level in force; for the first sweep also every version. Nothing done with the answers.",
  "Heap: of this process, collected before and after; the most seen in between holds garbage.",
];

/** What is not measured but has to be so. */
async function assertUnchanged({ database }: BenchStack): Promise<void> {
  const { rows } = await database.query<{ ready: number; seen: number; fields: number }>(
    `SELECT count(*) FILTER (WHERE w.state = 'ready')::int AS ready, count(o.name)::int AS seen, sum(f.fields)::int AS fields
    FROM subjects s JOIN subject_status w ON w.subject_id = s.id
      LEFT JOIN subject_observations o ON o.cluster_slug = s.cluster_slug AND o.name = s.name
      LEFT JOIN LATERAL (SELECT count(*) AS fields FROM subject_fields WHERE cluster_slug = o.cluster_slug AND name = o.name) f ON true
    WHERE s.name LIKE $1`,
    [`${SUBJECT_PREFIX}%`],
  );
  const [row] = rows;
  if (row?.ready !== SUBJECTS || row.seen !== SUBJECTS || row.fields !== SUBJECTS * FIELDS)
    throw new Error(`Of ${SUBJECTS} subjects only so many were seen as they are: ${JSON.stringify(row)}.`);
}
