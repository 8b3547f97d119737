import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { ChangeKind, Plan } from "#lib/domain/plan";
import { SCHEMA_TYPE_NAMES, type SchemaChange, type SchemaType } from "#lib/domain/schema";
import { change, type Difference, refuse, together } from "./compare.ts";

export type PlanSchemaInput = {
  cluster: string;
  subject: string;
  schemaType: SchemaType;
  /** SHA-256 of what the schema means; approving binds to it. */
  hash: string;
  /** The version that it follows; null for the first. */
  base: { version: number; hash: string | null } | null;
  /** Against the base, in the order in which they are shown. */
  changes: readonly SchemaChange[];
  /** The subject's own level, before and after; `from` is null for a subject that is not there yet. */
  compatibility: { from: CompatibilityLevel | null; to: CompatibilityLevel };
  forced: boolean;
  /** Why it is incompatible under the level in force, in the registry's words or ours; null where it is not, or was not judged. */
  incompatible: readonly string[] | null;
  /** Those who read what it describes and lose something, one sentence each. */
  readers: readonly string[];
  /** When the registry was last seen, ISO 8601; null when it never was. */
  observedAt: string | null;
};

/** Rows for single fields; the schema's own row binds to all of them. */
const SHOWN_CHANGES = 200;

/**
 * A new version of a subject: what changes by meaning, the level, and for whom. Pure. An incompatible schema that is not forced is a refusal: the
 * registry would not take it.
 */
export function planSchema(input: PlanSchemaInput): Plan {
  const { cluster, subject, observedAt } = input;
  return {
    object: { kind: "subject", cluster, name: subject },
    topicId: null,
    basedOn: observedAt,
    ...together([...levelRows(input), schemaRow(input), ...fieldRows(input.changes), ...refusals(input)]),
  };
}

function levelRows({ compatibility: { from, to }, forced, subject }: PlanSchemaInput): Difference[] {
  const forcing = [
    change({ field: "compatibility", from: to, to: `NONE, then ${to} again`, kind: "destructive" }, [
      `The level is lowered, the version registered and the level restored. In between ${subject} takes any schema.`,
    ]),
  ];
  const setting = from === to ? [] : [change({ field: "compatibility", from, to, kind: "additive" })];
  return [...setting, ...(forced ? forcing : [])];
}

function schemaRow({ schemaType, hash, base, changes, readers }: PlanSchemaInput): Difference {
  const from = base && `version ${base.version} (${base.hash ?? "not understood"})`;
  const to = `${SCHEMA_TYPE_NAMES[schemaType]} (${hash})`;
  const first = base === null ? ["The first version: readers and writers that use the registry find it at once."] : [];
  const same =
    base !== null && changes.length === 0 ? ["The same by meaning as the version before; only its text differs."] : [];
  return change({ field: "schema", from, to, kind: worst(changes) }, [...first, ...same, ...readers]);
}

function fieldRows(changes: readonly SchemaChange[]): Difference[] {
  const rows = changes.slice(0, SHOWN_CHANGES).map((one, index) => {
    const field = one.field === "" ? `schema, ${one.what} ${index + 1}` : `field ${one.field}, ${one.what}`;
    return change({ field, from: one.from, to: one.to, kind: kindOf(one) }, [one.text]);
  });
  const more = changes.length - SHOWN_CHANGES;
  if (more <= 0) return rows;
  return [
    ...rows,
    change({ field: "further fields", from: null, to: more, kind: worst(changes.slice(SHOWN_CHANGES)) }),
  ];
}

function refusals({ incompatible, forced }: PlanSchemaInput): Difference[] {
  if (incompatible === null || forced) return [];
  const why = incompatible.length === 0 ? "" : `: ${incompatible.join("; ").replace(/\.$/, "")}`;
  return [refuse("schema", `The registry finds it incompatible${why}.`)];
}

function kindOf({ effect, what }: SchemaChange): ChangeKind {
  if (effect !== "widening") return "destructive";
  return what === "added" ? "additive" : "neutral";
}

function worst(changes: readonly SchemaChange[]): ChangeKind {
  return changes.some(({ effect }) => effect !== "widening") ? "destructive" : "additive";
}
