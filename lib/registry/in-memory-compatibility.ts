import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { SchemaDefinition } from "#lib/domain/schema";

/** Why readers with `reader` cannot read what was written with `writer`; none when they can. */
export type CannotRead = (reader: SchemaDefinition, writer: SchemaDefinition) => string[];

/**
 * Judges a schema for a subject.
 * @param versions the living ones, in ascending order
 * @returns the reasons against it; none when it is compatible
 */
export function incompatibilities(
  definition: SchemaDefinition,
  versions: readonly SchemaDefinition[],
  level: CompatibilityLevel,
  cannotRead: CannotRead,
): string[] {
  const against = level.endsWith("_TRANSITIVE") ? versions : versions.slice(-1);
  const backward = /^(BACKWARD|FULL)/.test(level);
  const forward = /^(FORWARD|FULL)/.test(level);
  return against.flatMap((version) => [
    ...(backward ? cannotRead(definition, version) : []),
    ...(forward ? cannotRead(version, definition) : []),
  ]);
}

type AvroRecord = { fields?: { name: string; type: unknown; default?: unknown }[] };

/**
 * A small part of Avro's rule of schema resolution, enough for tests: a reader's field has the writer's type or a default, and another
 * type of schema is another language. Nothing else is looked at.
 */
export const cannotReadRecord: CannotRead = (reader, writer) => {
  if (reader.schemaType !== writer.schemaType) return [`${reader.schemaType} cannot read ${writer.schemaType}`];
  if (reader.schemaType !== "AVRO") return [];
  const written = new Map(fieldsOf(writer).map((field) => [field.name, JSON.stringify(field.type)]));
  return fieldsOf(reader).flatMap((field) => {
    const type = written.get(field.name);
    if (type === undefined) return "default" in field ? [] : [`${field.name} has no default`];
    return type === JSON.stringify(field.type) ? [] : [`${field.name} is of another type`];
  });
};

function fieldsOf({ schema }: SchemaDefinition): NonNullable<AvroRecord["fields"]> {
  return (JSON.parse(schema) as AvroRecord).fields ?? [];
}
