import { itemsOf, type JsonNode, propertyOf, textOf } from "../json-text.ts";
import {
  definedName,
  fullNameProblem,
  isPrimitiveName,
  nameProblem,
  namespaceOf,
  qualified,
  textsOf,
} from "./avro-names.ts";
import { type AvroReading, annotationsOf, refuse } from "./avro-reading.ts";
import { AVRO_PRIMITIVES, type AvroEnum, type AvroFixed, type AvroRecord, type AvroType } from "./avro-type.ts";
import { readFields } from "./read-field.ts";

/** A type anywhere in a schema. `namespace` is the one around it. Whatever is wrong is noted, and reading goes on. */
export function readType(reading: AvroReading, node: JsonNode, namespace: string): AvroType {
  if (node.type === "string") return readName(reading, node, namespace);
  if (node.type === "array") return readUnion(reading, node, namespace);
  if (node.type !== "object") return refuse(reading, node, "A type is a name in quotes, a list of types, or an object");

  const type = propertyOf(node, "type");
  if (type === undefined) return refuse(reading, node, `A type given as an object needs "type"`);
  if (type.type !== "string") {
    return refuse(
      reading,
      type,
      `"type" of an object is a name in quotes; write the type itself instead of an object around it`,
    );
  }
  return readObject(reading, node, type, namespace);
}

function readObject(reading: AvroReading, node: JsonNode, type: JsonNode, namespace: string): AvroType {
  const kind = String(type.value);
  switch (kind) {
    case "record":
    case "error":
      return readRecord(reading, node, namespace);
    case "enum":
      return readEnum(reading, node, namespace);
    case "fixed":
      return readFixed(reading, node, namespace);
    case "array":
      return { kind, items: readInner(reading, node, "items", namespace), ...annotationsOf(node) };
    case "map":
      return { kind, values: readInner(reading, node, "values", namespace), ...annotationsOf(node) };
    default:
      if (isPrimitiveName(kind)) return { ...readName(reading, type, namespace), ...annotationsOf(node) };
      return reading.names.has(qualified(kind, namespace))
        ? refuse(reading, type, `Refer to ${JSON.stringify(kind)} by its name alone, without an object around it`)
        : readName(reading, type, namespace);
  }
}

function readName(reading: AvroReading, node: JsonNode, namespace: string): AvroType {
  const name = String(node.value);
  const primitive = AVRO_PRIMITIVES.find((each) => each === name);
  if (primitive !== undefined) return { kind: "primitive", primitive, logical: null, tags: [] };

  const known = reading.names.get(qualified(name, namespace));
  if (known !== undefined) return known;
  const allowed = "a type of Avro, one defined before this place, or one of a reference";
  return refuse(reading, node, `Unknown type ${JSON.stringify(qualified(name, namespace))}: it must be ${allowed}`);
}

function readInner(reading: AvroReading, node: JsonNode, property: "items" | "values", namespace: string): AvroType {
  const inner = propertyOf(node, property);
  return inner === undefined
    ? refuse(reading, node, `"${property}" is missing: the type of what it holds`)
    : readType(reading, inner, namespace);
}

/** (https://avro.apache.org/docs/1.11.1/specification/#unions) */
function readUnion(reading: AvroReading, node: JsonNode, namespace: string): AvroType {
  const items = itemsOf(node);
  if (items.length === 0) return refuse(reading, node, "A union needs at least one type");

  const seen = new Set<string>();
  const branches = items.map((item) => {
    const branch = readType(reading, item, namespace);
    if (branch.kind === "union") return refuse(reading, item, "A union cannot directly hold another union");
    const key = branch.kind === "primitive" ? branch.primitive : "name" in branch ? branch.name : branch.kind;
    if (seen.has(key)) refuse(reading, item, `A union holds each type once; ${key} is there already`);
    seen.add(key);
    return branch;
  });
  return { kind: "union", branches, logical: null, tags: [] };
}

function readRecord(reading: AvroReading, node: JsonNode, around: string): AvroRecord {
  const record: AvroRecord = { kind: "record", ...named(reading, node, around), fields: [] };
  define(reading, node, record);
  const fields = propertyOf(node, "fields");
  if (fields?.type !== "array") refuse(reading, fields ?? node, `A record needs "fields", a list`);
  else record.fields = readFields(reading, fields, namespaceOf(record.name), readType);
  return record;
}

function readEnum(reading: AvroReading, node: JsonNode, around: string): AvroEnum {
  const list = propertyOf(node, "symbols");
  const symbols = textsOf(node, "symbols");
  if (list === undefined || symbols.length === 0 || itemsOf(list).length !== symbols.length) {
    refuse(reading, list ?? node, `An enum needs "symbols", a list of names`);
  }
  const seen = new Set<string>();
  for (const item of list === undefined ? [] : itemsOf(list)) {
    const symbol = String(item.value);
    const wrong = symbolProblem(symbol) ?? (seen.has(symbol) ? `The symbol "${symbol}" is there already` : null);
    if (wrong !== null) refuse(reading, item, wrong);
    seen.add(symbol);
  }

  const fallback = propertyOf(node, "default");
  const value = fallback?.type === "string" ? String(fallback.value) : null;
  if (fallback !== undefined && (value === null || !seen.has(value))) {
    refuse(reading, fallback, "An enum's default is one of its symbols");
  }
  const type: AvroEnum = { kind: "enum", ...named(reading, node, around), symbols, default: value };
  define(reading, node, type);
  return type;
}

function symbolProblem(symbol: string): string | null {
  if (symbol in Object.prototype) return `"${symbol}" cannot be a symbol: programs in JavaScript could not read it`;
  return nameProblem(symbol);
}

function readFixed(reading: AvroReading, node: JsonNode, around: string): AvroFixed {
  const size = propertyOf(node, "size");
  const value = Number.isSafeInteger(size?.value) ? Number(size?.value) : 0;
  if (value < 1) refuse(reading, size ?? node, `A fixed type needs "size", a number of bytes from 1`);
  const type: AvroFixed = { kind: "fixed", ...named(reading, node, around), size: value };
  define(reading, node, type);
  return type;
}

function named(reading: AvroReading, node: JsonNode, around: string) {
  const name = definedName(node, around);
  const aliases = propertyOf(node, "aliases");
  const texts = textsOf(node, "aliases");
  if (aliases !== undefined && texts.length !== itemsOf(aliases).length) {
    refuse(reading, aliases, `"aliases" is a list of names`);
  }
  if (aliases !== undefined && aliases.type !== "array") refuse(reading, aliases, `"aliases" is a list of names`);
  return {
    name,
    aliases: texts.map((alias) => qualified(alias, namespaceOf(name))),
    doc: textOf(node, "doc") ?? "",
    ...annotationsOf(node),
  };
}

function define(reading: AvroReading, node: JsonNode, type: AvroRecord | AvroEnum | AvroFixed): void {
  const place = propertyOf(node, "name") ?? node;
  if (place === node) refuse(reading, node, `${type.kind === "enum" ? "An enum" : `A ${type.kind}`} needs "name"`);
  else {
    const wrong = fullNameProblem(type.name);
    if (wrong !== null) refuse(reading, place, wrong);
    if (reading.names.has(type.name)) refuse(reading, place, `"${type.name}" is defined twice`);
  }
  reading.names.set(type.name, type);
}
