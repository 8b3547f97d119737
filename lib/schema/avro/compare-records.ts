import type { SchemaChange } from "#lib/domain/schema";
import { annotationChanges, brokenUnless, joined, schemaChange } from "../schema-change.ts";
import { type AvroField, type AvroRecord, type AvroType, describeAvro } from "./avro-type.ts";

export type CompareTypes = (path: string, before: AvroType, after: AvroType) => void;

/** The fields of two records, by name and alias. */
export function compareRecords(
  path: string,
  before: AvroRecord,
  after: AvroRecord,
  compareTypes: CompareTypes,
  changes: SchemaChange[],
): void {
  const pairs = pairFields(before, after);
  const kept = new Set([...pairs.values()]);
  for (const field of before.fields) if (!kept.has(field)) changes.push(fieldRemoved(joined(path, field.name), field));
  for (const field of after.fields) {
    const at = joined(path, field.name);
    const was = pairs.get(field);
    if (was === undefined) changes.push(fieldAdded(at, field));
    else {
      changes.push(...fieldChanges(at, was, field));
      compareTypes(at, was.type, field.type);
    }
  }
  changes.push(...orderChanges(path, before, after, pairs));
}

/** After → before. By name first; then an alias on either side joins what would otherwise be removed and added. */
function pairFields(before: AvroRecord, after: AvroRecord): Map<AvroField, AvroField> {
  const pairs = new Map<AvroField, AvroField>();
  const waiting = new Map(before.fields.map((field) => [field.name, field]));
  for (const field of after.fields) {
    const was = waiting.get(field.name);
    if (was === undefined) continue;
    pairs.set(field, was);
    waiting.delete(field.name);
  }
  const byAlias = new Map([...waiting.values()].flatMap((was) => was.aliases.map((alias) => [alias, was] as const)));
  for (const field of after.fields) {
    if (pairs.has(field)) continue;
    const alias = field.aliases.find((name) => waiting.has(name));
    const was = alias === undefined ? byAlias.get(field.name) : waiting.get(alias);
    if (was === undefined || !waiting.delete(was.name)) continue;
    pairs.set(field, was);
  }
  return pairs;
}

function fieldRemoved(field: string, { type, default: value }: AvroField): SchemaChange {
  const text =
    value === null
      ? "Readers with the version before need it: it has no default there."
      : `Readers with the version before see its default, ${shortened(value)}, from now on.`;
  const breaks: SchemaChange["breaks"] = value === null ? ["forward"] : [];
  return schemaChange({
    field,
    what: "removed",
    from: describeAvro(type),
    to: null,
    breaks,
    otherwise: "narrowing",
    text,
  });
}

function fieldAdded(field: string, { type, default: value }: AvroField): SchemaChange {
  const text =
    value === null
      ? "It has no default: readers with the new version cannot read what is stored without it."
      : `Readers with the new version see ${shortened(value)} where it was not written.`;
  const breaks: SchemaChange["breaks"] = value === null ? ["backward"] : [];
  return schemaChange({ field, what: "added", from: null, to: describeAvro(type), breaks, text });
}

function fieldChanges(field: string, before: AvroField, after: AvroField): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.name !== after.name) changes.push(renamed(field, before, after));
  if (before.default !== after.default) {
    const text =
      after.default === null
        ? "Its default goes away: it cannot be removed again without breaking readers."
        : "Readers with the new version see this value where the field was not written.";
    const sides = { from: before.default, to: after.default };
    changes.push(schemaChange({ field, what: "default", ...sides, breaks: [], text }));
  }
  if (before.order !== after.order) {
    const text = "How records sort changes; how they are read does not.";
    changes.push(schemaChange({ field, what: "order", from: before.order, to: after.order, breaks: [], text }));
  }
  const aliases = [before.aliases.join(", "), after.aliases.join(", ")] as const;
  if (before.name === after.name && aliases[0] !== aliases[1]) {
    const text = "Aliases are names under which the field was written before.";
    changes.push(schemaChange({ field, what: "other", from: aliases[0], to: aliases[1], breaks: [], text }));
  }
  return [...changes, ...annotationChanges(field, before, after)];
}

function renamed(field: string, before: AvroField, after: AvroField): SchemaChange {
  const breaks = brokenUnless({
    backward: after.aliases.includes(before.name) || after.default !== null,
    forward: before.aliases.includes(after.name) || before.default !== null,
  });
  const text = breaks.includes("forward")
    ? `The alias leads readers with the new version to ${before.name}; readers with the version before do not find it.`
    : "Readers find it by its alias or take its default.";
  const sides = { from: before.name, to: after.name };
  return schemaChange({ field, what: "renamed", ...sides, breaks, otherwise: "narrowing", text });
}

function orderChanges(
  field: string,
  before: AvroRecord,
  after: AvroRecord,
  pairs: ReadonlyMap<AvroField, AvroField>,
): SchemaChange[] {
  const position = new Map(before.fields.map((each, index) => [each, index]));
  const positions = after.fields.flatMap((each) => position.get(pairs.get(each) ?? each) ?? []);
  if (positions.every((place, index) => index === 0 || place > (positions[index - 1] ?? -1))) return [];

  const text = "The fields stand in another order; Avro reads them by name.";
  return [schemaChange({ field, what: "order", from: null, to: null, breaks: [], text })];
}

function shortened(value: string): string {
  return value.length > 60 ? `${value.slice(0, 60)}…` : value;
}
