import {
  type AvroEnum,
  type AvroField,
  type AvroPrimitive,
  type AvroRecord,
  type AvroType,
  branchesOf,
  shortName,
} from "./avro-type.ts";

const PROMOTIONS: { readonly [Writer in AvroPrimitive]?: readonly AvroPrimitive[] } = {
  int: ["long", "float", "double"],
  long: ["float", "double"],
  float: ["double"],
  string: ["bytes"],
  bytes: ["string"],
};

/**
 * Whether a reader with one type reads all that was written with another, by Avro's schema resolution
 * (https://avro.apache.org/docs/1.11.1/specification/#schema-resolution). A union that was written has to be readable in each of its branches,
 * because which one was written is only known from the record.
 */
export function canRead(reader: AvroType, writer: AvroType): boolean {
  return reads(reader, writer, new Map());
}

/** Whether the names allow it: the last parts are equal, or the reader has the other's as alias. */
export function nameMatches(reader: { name: string; aliases: readonly string[] }, writer: { name: string }): boolean {
  return [reader.name, ...reader.aliases].some((name) => shortName(name) === shortName(writer.name));
}

/** Judged pairs of records; a pair that is being judged counts as readable, so that a record inside itself ends. */
type Judged = Map<AvroType, Map<AvroType, boolean>>;

function reads(reader: AvroType, writer: AvroType, judged: Judged): boolean {
  if (writer.kind === "union") return writer.branches.every((branch) => reads(reader, branch, judged));
  if (reader.kind === "union") return branchesOf(reader).some((branch) => reads(branch, writer, judged));
  switch (reader.kind) {
    case "primitive":
      return writer.kind === "primitive" && readsPrimitive(reader.primitive, writer.primitive);
    case "array":
      return writer.kind === "array" && reads(reader.items, writer.items, judged);
    case "map":
      return writer.kind === "map" && reads(reader.values, writer.values, judged);
    case "enum":
      return writer.kind === "enum" && nameMatches(reader, writer) && readsSymbols(reader, writer);
    case "fixed":
      return writer.kind === "fixed" && nameMatches(reader, writer) && reader.size === writer.size;
    case "record":
      return writer.kind === "record" && nameMatches(reader, writer) && readsRecord(reader, writer, judged);
  }
}

function readsPrimitive(reader: AvroPrimitive, writer: AvroPrimitive): boolean {
  return reader === writer || (PROMOTIONS[writer]?.includes(reader) ?? false);
}

function readsSymbols(reader: AvroEnum, writer: AvroEnum): boolean {
  if (reader.default !== null) return true;
  const known = new Set(reader.symbols);
  return writer.symbols.every((symbol) => known.has(symbol));
}

function readsRecord(reader: AvroRecord, writer: AvroRecord, judged: Judged): boolean {
  const pairs = judged.get(reader) ?? new Map<AvroType, boolean>();
  const known = pairs.get(writer);
  if (known !== undefined) return known;

  judged.set(reader, pairs.set(writer, true));
  const written = new Map(writer.fields.map((field) => [field.name, field]));
  const verdict = reader.fields.every((field) => readsField(field, written, judged));
  pairs.set(writer, verdict);
  return verdict;
}

function readsField(reader: AvroField, written: ReadonlyMap<string, AvroField>, judged: Judged): boolean {
  const names = new Set([reader.name, ...reader.aliases]);
  const [match, second] = [...names].flatMap((name) => written.get(name) ?? []);
  // By name and by alias at once: which of the two is meant cannot be told.
  if (second !== undefined) return false;
  return match === undefined ? reader.default !== null : reads(reader.type, match.type, judged);
}
