import { databaseNow } from "#lib/db/worker-stores/cluster-status";
import { findJudgeableSubjects } from "#lib/db/worker-stores/due-subjects";
import { findRegistryRecord, saveRegistryCondition, saveRegistrySweep } from "#lib/db/worker-stores/registry-status";
import {
  findSchemaIds,
  findSubjectObservations,
  latestOf,
  removeSubjectObservations,
  type SeenSubject,
  saveSchemas,
  saveSubjectObservations,
} from "#lib/db/worker-stores/subject-observations";
import { isStorableName } from "#lib/domain/storable-name";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { massChange } from "./compare-observations.ts";
import { isAsBefore, isSameSubject } from "./compare-subjects.ts";
import { chunks } from "./creation-batches.ts";
import { fenced } from "./fenced.ts";
import { forgetSchemas } from "./forget-schemas.ts";
import { inParallel } from "./in-parallel.ts";
import { declareSubjects } from "./judge-subjects.ts";
import { knownVersions, type ReadSubject, readSubject } from "./read-subject.ts";
import { isRegistryAway } from "./registry-away.ts";
import type { RegistrySession } from "./registry-session.ts";
import { understandSchemas } from "./understand-schemas.ts";

/** Subjects that are read and written together; few of those that are new, because the texts of all their versions are in memory meanwhile. */
const SUBJECTS_PER_PIECE = 128;
const NEW_SUBJECTS_PER_PIECE = 16;
const SUBJECTS_AT_ONCE = 16;
/**
 * Each sweep reads one in so many subjects in full, its latest version too, though a glance shows nothing new: versions are deleted for good, a
 * level that was inherited is set, and a registry is made anew under its address.
 */
const READ_AGAIN_EVERY = 20;

/** What a sweep knows from the one before. */
type Sweep = {
  startedAt: Date;
  known: ReadonlyMap<string, SeenSubject>;
  /** Ids of schemas whose text is stored. */
  stored: Set<number>;
};

/**
 * One sweep of a registry: reads every subject, stores only what changed, and declares what two sweeps agree on. Nothing that was verified after
 * the sweep began is overwritten.
 * @returns false when the mass-change guard held everything back
 * @throws RegistryCallFailed, LeaseLost
 */
export async function observeSubjects(session: RegistrySession): Promise<boolean> {
  const began = performance.now();
  const { db, slug, registry } = session;
  const startedAt = await databaseNow(db);
  const [listed, known, stored] = await Promise.all([
    registry.listSubjects(),
    findSubjectObservations(db, slug, null),
    findSchemaIds(db, slug),
  ]);
  const names = listed.filter(isStorableName);
  const there = new Set(names);
  const gone = [...known.keys()].filter((name) => !there.has(name));
  if (!(await isBelieved(session, known.size, listed.length, gone.length))) return false;

  const seen = new Map<string, SeenSubject | null>();
  const isNew = (name: string) => !known.has(name);
  const pieces = [
    ...chunks(names.filter(isNew), NEW_SUBJECTS_PER_PIECE),
    ...chunks(
      names.filter((name) => !isNew(name)),
      SUBJECTS_PER_PIECE,
    ),
  ];
  for (const piece of pieces) {
    if (session.signal.aborted) return true;
    await observePiece(session, { startedAt, known, stored }, piece, seen);
  }
  for (const some of chunks(gone, SUBJECTS_PER_PIECE))
    await fenced(session, (tx) => removeSubjectObservations(tx, slug, some, startedAt));

  const managed = await findJudgeableSubjects(db, slug);
  for (const { name } of managed) if (!there.has(name)) seen.set(name, null);
  await declareSubjects(session, startedAt, managed, seen);
  session.sweeps += 1;
  const sweepMs = Math.round(performance.now() - began);
  await saveRegistrySweep(db, slug, { startedAt, sweepMs, subjects: names.length });
  await forgetSchemas(session, stored, [...known.values(), ...seen.values()]);
  return true;
}

/** The mass-change guard, as for topics: it is lifted by an admin's word after it fired. */
async function isBelieved(session: RegistrySession, known: number, listed: number, gone: number): Promise<boolean> {
  const record = gone > 0 ? await findRegistryRecord(session.db, session.slug) : null;
  const message = record
    ? massChange({ what: "subjects", known, listed, gone, share: record.guardShare, who: "registry" })
    : undefined;
  const confirmed =
    record && session.guardedAtConfirmation !== null && record.confirmations > session.guardedAtConfirmation;
  if (!message || confirmed) {
    session.guardedAtConfirmation = null;
    return true;
  }

  session.guardedAtConfirmation ??= record?.confirmations ?? null;
  session.log.warn({ known, listed, gone }, "the registry's answer is not believed: too many subjects are missing");
  await saveRegistryCondition(session.db, session.slug, { condition: "reachable", message });
  return false;
}

async function observePiece(
  session: RegistrySession,
  sweep: Sweep,
  names: readonly string[],
  seen: Map<string, SeenSubject | null>,
): Promise<void> {
  const reads = (await inParallel(names, SUBJECTS_AT_ONCE, (name) => look(session, sweep, name))).filter(
    (read) => read !== null,
  );
  for (const read of reads) seen.set(read.seen.name, read.seen);

  const schemas = await understandSchemas(
    session,
    reads.flatMap(({ texts }) => texts),
  );
  const changed = reads.map((read) => read.seen).filter((one) => !isSameSubject(sweep.known.get(one.name), one));
  for (const { schemaId } of schemas) sweep.stored.add(schemaId);
  if (schemas.length + changed.length === 0) return;
  await fenced(session, async (tx) => {
    await saveSchemas(tx, session.slug, schemas);
    const living = changed.filter(({ versions }) => latestOf(versions));
    await saveSubjectObservations(tx, session.slug, living, sweep.startedAt);
  });
}

/** One subject; null when it is changing just now, or answers in a way that concerns it alone: what was seen before is kept. */
async function look(session: RegistrySession, sweep: Sweep, name: string): Promise<ReadSubject | null> {
  const before = sweep.known.get(name);
  const known = knownVersions(before);
  for (const [version, schemaId] of known) if (!sweep.stored.has(schemaId)) known.delete(version);
  const again = turnOf(name) === session.sweeps % READ_AGAIN_EVERY;
  const isStored = before !== undefined && known.size === before.versions.length;
  try {
    if (isStored && !again && isAsBefore(before, await session.registry.glanceAt(name)))
      return { seen: before, texts: [] };
    const read = await readSubject(session.registry, name, known, again);
    return read && { ...read, texts: read.texts.filter(({ id }) => again || !sweep.stored.has(id)) };
  } catch (error) {
    if (!(error instanceof RegistryCallFailed) || (await isRegistryAway(session.registry, error))) throw error;
    session.log.warn({ subject: name, told: error.error.message }, "a subject could not be read");
    return null;
  }
}

function turnOf(name: string): number {
  let sum = 0;
  for (let index = 0; index < name.length; index += 1) sum = (sum * 31 + name.charCodeAt(index)) % 1_000_003;
  return sum % READ_AGAIN_EVERY;
}
