import type { SchemaField } from "#lib/domain/schema";
import { MAX_FIELDS, MAX_NESTING } from "./schema-limits.ts";

/** Fields as they are found, in the order of the schema. Two with one path (of two branches of a union) become one. */
export type FieldList = {
  /** @throws SchemaTooLarge */
  add(field: SchemaField): void;
  fields(): SchemaField[];
};

/** Thrown by {@link fieldList} where a schema is larger than what is read; its message is for people. */
export class SchemaTooLarge extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SchemaTooLarge";
  }
}

export function fieldList(): FieldList {
  const byPath = new Map<string, SchemaField>();
  // What is added counts, not what remains: branches of branches with one path would otherwise double without end.
  let added = 0;
  return {
    add(field) {
      const seen = byPath.get(field.path);
      byPath.set(field.path, seen === undefined ? field : merged(seen, field));
      if (++added > MAX_FIELDS) throw new SchemaTooLarge(`The schema has more than ${MAX_FIELDS} fields`);
    },
    fields: () => [...byPath.values()],
  };
}

/** @throws SchemaTooLarge */
export function checkNesting(level: number): void {
  if (level > MAX_NESTING) throw new SchemaTooLarge(`Types are nested more than ${MAX_NESTING} levels deep`);
}

function merged(one: SchemaField, other: SchemaField): SchemaField {
  const types = one.type.startsWith("one of ") ? one.type.slice("one of ".length).split(", ") : [one.type];
  return {
    ...one,
    type: types.includes(other.type) ? one.type : `one of ${[...types, other.type].join(", ")}`,
    required: one.required && other.required,
    doc: one.doc || other.doc,
    tags: [...new Set([...one.tags, ...other.tags])],
  };
}
