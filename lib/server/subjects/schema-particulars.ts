import type { SchemaRequestDetail } from "#lib/contract/schema-requests";
import type { Database } from "#lib/db/database";
import { findObservedSubject, loadReferences } from "#lib/db/stores/observed-subjects";
import { findSubject } from "#lib/db/stores/subjects";
import type { Actor } from "#lib/domain/actor";
import type { SchemaPatch } from "#lib/domain/request-kind";
import { parseSchema } from "#lib/schema/parse-schema";
import { teamsOf } from "../read/visible-to.ts";
import { type AffectedReader, type Impact, schemaImpact, toReader } from "./schema-impact.ts";

export type AskedSchema = {
  actor: Actor;
  cluster: string;
  name: string;
  /** Who owns the subject, and who asks for it: both know its readers. */
  teamIds: readonly string[];
  patch: SchemaPatch;
  /** Undecided. What a decided one changed stands in its plan: the registry is another one since. */
  open: boolean;
};

/** On a request's page: how a subject would change as things are now, with those of its readers whom this person may know. */
export async function schemaParticulars(db: Database, asked: AskedSchema): Promise<SchemaRequestDetail> {
  const { cluster, name, patch } = asked;
  const { place, definition, forced, compatibility } = patch;
  const read = parseSchema(definition, await loadReferences(db, cluster, definition.references));
  const managed = await findSubject(db, cluster, name);
  const level = managed?.deletion === null ? managed.compatibility : compatibility;
  const impact =
    asked.open && read.ok
      ? await schemaImpact(db, { cluster, subject: name, topic: place.topic, parsed: read.value, level, forced })
      : nothingOf(name);
  const observed = asked.open ? await findObservedSubject(db, cluster, name) : null;
  const { baseHash, unknownReaders, readers, ...rest } = impact;
  const known = readers.filter((reader) => mayKnow(asked, reader));
  return {
    ...{ place, definition, forced, compatibility },
    impact: { ...rest, readers: known.map(toReader), readerCount: readers.length },
    baseSchema: observed?.latest.definition.schema ?? null,
  };
}

function mayKnow({ actor, teamIds }: AskedSchema, { team }: AffectedReader): boolean {
  const own = teamsOf(actor);
  if (actor.platformRole !== "none" || teamIds.some((id) => own.includes(id))) return true;
  return team !== null && own.includes(team.id);
}

/** Nothing is to come of it any more, or nobody can say: a reference may have gone since it was asked for. */
function nothingOf(subject: string): Impact {
  const verdict = { state: "unjudged" } as const;
  const nobody = { readers: [], unknownReaders: false };
  return { subject, base: null, baseHash: null, changes: [], fields: [], verdict, explanation: [], ...nobody };
}
