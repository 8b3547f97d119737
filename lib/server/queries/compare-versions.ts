import { CompareVersions, type VersionComparison } from "#lib/contract/subjects";
import type { Connection } from "#lib/db/database";
import { loadReferences, observedDefinitions } from "#lib/db/stores/observed-subjects";
import { fail, ok } from "#lib/domain/result";
import type { SchemaDefinition } from "#lib/domain/schema";
import { compareSchemas } from "#lib/schema/compare-schemas";
import { parseSchema } from "#lib/schema/parse-schema";
import { defineQuery } from "../define-query.ts";

/** What differs between two versions of a subject by meaning, with their texts. */
export const compareVersions = defineQuery({
  name: "compare-versions",
  permission: "subject.read",
  input: CompareVersions,
  async handle({ db }, { cluster, subject, from, to }) {
    const definitions = await observedDefinitions(db, cluster, subject, [from, to]);
    const [before, after] = [definitions.get(from), definitions.get(to)];
    if (!before || !after) return fail("not_found", "There is no such thing, or you may not see it.");

    return ok<VersionComparison>({
      from: { version: from, schema: before.schema },
      to: { version: to, schema: after.schema },
      ...(await compared(db, cluster, before, after)),
    });
  },
});

async function compared(db: Connection, cluster: string, before: SchemaDefinition, after: SchemaDefinition) {
  const resolve = await loadReferences(db, cluster, [...before.references, ...after.references]);
  const [older, newer] = [parseSchema(before, resolve), parseSchema(after, resolve)];
  if (older.ok && newer.ok) return { changes: compareSchemas(older.value, newer.value), problem: null };
  const [problem] = [older, newer].flatMap((read) => (read.ok ? [] : read.problems));
  return { changes: [], problem: problem?.message ?? "One of the two cannot be understood." };
}
