import type { SchemaImpact } from "#lib/contract/schema-requests";
import type { SubjectReader } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";
import {
  findObservedSubject,
  findVerdict,
  lastRegistered,
  loadReferences,
  type ObservedSubject,
  topicsDescribedBy,
} from "#lib/db/stores/observed-subjects";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaChange, SchemaDefinition } from "#lib/domain/schema";
import { takesFromReaders } from "#lib/policy/schema-risk";
import { compareSchemas } from "#lib/schema/compare-schemas";
import { explainIncompatibility } from "#lib/schema/explain-incompatibility";
import { parseSchema } from "#lib/schema/parse-schema";
import type { ParsedSchema } from "#lib/schema/parsed-schema";
import { type ReaderRow, readSubjectReaders } from "../read/subject-readers.ts";

export type ImpactAsked = {
  cluster: string;
  subject: string;
  /** The topic whose records it describes, for a subject that is not there yet. */
  topic: string | null;
  parsed: ParsedSchema;
  /** The level that the registry judges by. */
  level: CompatibilityLevel;
  forced: boolean;
};

/** How a subject would change, and for whom: everything about it, whoever may see it. */
export type Impact = Omit<SchemaImpact, "readers" | "readerCount"> & {
  readers: AffectedReader[];
  /** Something is taken from readers, and it belongs to no topic by which they could be found. */
  unknownReaders: boolean;
  baseHash: string | null;
};
export type AffectedReader = ReaderRow & { promisedFields: string[] };

/** Compares a schema with what the registry holds, with the registry's verdict if it gave one, and those who lose something. Reads only. */
export async function schemaImpact(db: Connection, asked: ImpactAsked): Promise<Impact> {
  const { cluster, subject, parsed, level, forced } = asked;
  const observed = await findObservedSubject(db, cluster, subject);
  const { base, before, changes } = await changesOf(db, asked, observed);
  const verdict = await verdictOn(db, asked, observed);
  const refused = verdict.state === "judged" && !verdict.compatible;
  const asksReaders = base && (forced || refused || takesFromReaders(changes));
  const topics = asksReaders ? await topicsConcerned(db, asked) : [];
  return {
    subject,
    base: observed && { version: observed.latest.version, schemaId: observed.latest.schemaId },
    baseHash: observed?.latest.hash ?? null,
    changes,
    fields: parsed.fields,
    verdict,
    explanation: refused && before ? explainIncompatibility(level, [before], parsed) : [],
    readers: await affectedReaders(db, cluster, topics, changes),
    unknownReaders: asksReaders && topics.length === 0,
  };
}

type Since = { base: boolean; before: ParsedSchema | null; changes: SchemaChange[] };

/**
 * What changes since the latest version that lives. Whoever read a later one, which was deleted, still holds it: what is taken from them counts
 * too. So does all of it where nothing lives, because a new beginning can take as much.
 */
async function changesOf(
  db: Connection,
  { cluster, subject, parsed }: ImpactAsked,
  observed: ObservedSubject | null,
): Promise<Since> {
  const last = await lastRegistered(db, cluster, subject);
  const base = observed?.latest.definition ?? last?.definition;
  if (!base) return { base: false, before: null, changes: [] };

  const before = await parsedBase(db, cluster, base);
  const changes = changesSince(before, parsed);
  if (!observed || !last || last.version <= observed.latest.version) return { base: true, before, changes };
  const taken = changesSince(await parsedBase(db, cluster, last.definition), parsed).filter(takes);
  return { base: true, before, changes: withDeleted(changes, taken, last.version) };
}

const takes = (change: SchemaChange) => takesFromReaders([change]);

/** One change per place and kind: one that takes something before one that does not, and the living version's before the deleted one's. */
function withDeleted(changes: readonly SchemaChange[], taken: readonly SchemaChange[], version: number) {
  const placeOf = ({ field, what }: SchemaChange) => `${what} ${field}`;
  const known = new Set(changes.filter(takes).map(placeOf));
  const more = taken.filter((change) => change.field === "" || !known.has(placeOf(change)));
  const covered = new Set(more.filter(({ field }) => field !== "").map(placeOf));
  return [
    ...changes.filter((change) => !covered.has(placeOf(change))),
    ...more.map((change) => ({ ...change, text: `Against version ${version}, which was deleted: ${change.text}` })),
  ];
}

async function parsedBase(db: Connection, cluster: string, definition: SchemaDefinition): Promise<ParsedSchema | null> {
  const read = parseSchema(definition, await loadReferences(db, cluster, definition.references));
  return read.ok ? read.value : null;
}

/** What cannot be compared counts as breaking: nobody can say that it is not. */
function changesSince(before: ParsedSchema | null, after: ParsedSchema): SchemaChange[] {
  if (before && before.schemaType === after.schemaType) return compareSchemas(before, after);
  const [from, text] = before
    ? [before.schemaType, "Whoever reads one kind of schema cannot read another."]
    : [null, "The version before could not be understood, so nobody can say what changes."];
  return [
    { field: "", what: "other", from, to: after.schemaType, effect: "breaking", breaks: ["backward", "forward"], text },
  ];
}

async function verdictOn(
  db: Connection,
  { cluster, subject, parsed, level }: ImpactAsked,
  observed: ObservedSubject | null,
): Promise<SchemaImpact["verdict"]> {
  if (!observed) return { state: "none" };
  const baseVersion = observed.latest.version;
  const stored = await findVerdict(db, { cluster, subject, hash: parsed.hash, baseVersion, level });
  return stored ? { state: "judged", ...stored, judgedAt: stored.judgedAt.toISOString() } : { state: "unjudged" };
}

async function topicsConcerned(db: Connection, { cluster, subject, topic }: ImpactAsked): Promise<string[]> {
  return [...new Set([...(topic === null ? [] : [topic]), ...(await topicsDescribedBy(db, cluster, subject))])];
}

async function affectedReaders(
  db: Connection,
  cluster: string,
  topics: readonly string[],
  changes: readonly SchemaChange[],
): Promise<AffectedReader[]> {
  const rows = (await Promise.all(topics.map((one) => readSubjectReaders(db, cluster, one)))).flat();
  const lost = new Set(changes.filter(({ effect }) => effect !== "widening").map(({ field }) => field));
  return rows.map((row) => ({ ...row, promisedFields: row.neededFields.filter((field) => lost.has(field)) }));
}

/** A reader as the contract says it. */
export function toReader({ application, team, groups, promisedFields }: AffectedReader): SubjectReader {
  return {
    application: application && { slug: application.slug, name: application.name },
    team,
    groups: groups.map(({ groupId, lag, lastActiveAt, state }) => ({
      groupId,
      state,
      lag: lag === null ? null : String(lag),
      lastActiveAt: lastActiveAt?.toISOString() ?? null,
    })),
    promisedFields,
  };
}

/** A reader in one sentence, as a plan says it. */
export function readerInWords({ application, team, groups, promisedFields }: AffectedReader): string {
  const who = application ? `${application.slug} of ${team?.name ?? "nobody"}` : (team?.name ?? "Nobody knows who");
  const named = groups.map(({ groupId, lag }) => (lag === null ? groupId : `${groupId}, ${lag} records behind`));
  const as = named.length === 0 ? "" : ` (${named.join("; ")})`;
  const promised = promisedFields.length === 0 ? "" : ` It was promised ${promisedFields.join(", ")}.`;
  return `${who} reads it${as}.${promised}`;
}
