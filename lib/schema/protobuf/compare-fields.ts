import type { SchemaChange } from "#lib/domain/schema";
import { annotationChanges, type Breaks, joined, schemaChange } from "../schema-change.ts";
import { isReservedNumber } from "./check-protobuf.ts";
import { describeProtobuf, type ProtobufField, type ProtobufMessage, type ProtobufType } from "./protobuf-type.ts";

const BOTH: Breaks = ["backward", "forward"];

/** Types whose bytes are read as each other (https://protobuf.dev/programming-guides/proto3/#updating). */
const GROUPS = new Map([
  ...["int32", "uint32", "int64", "uint64", "bool"].map((name) => [name, "varint"] as const),
  ...["sint32", "sint64"].map((name) => [name, "zigzag"] as const),
  ...["string", "bytes"].map((name) => [name, "text"] as const),
  ...["fixed32", "sfixed32"].map((name) => [name, "fixed32"] as const),
  ...["fixed64", "sfixed64"].map((name) => [name, "fixed64"] as const),
]);

/** The fields of two messages by number; `open` goes on into the types of those that are in both. */
export function compareFields(
  path: string,
  before: ProtobufMessage,
  after: ProtobufMessage,
  changes: SchemaChange[],
  open: (before: ProtobufField, after: ProtobufField) => void,
): void {
  const now = new Map(after.fields.map((field) => [field.number, field]));
  const were = new Map(before.fields.map((field) => [field.number, field]));
  for (const field of before.fields) {
    if (!now.has(field.number)) changes.push(fieldRemoved(joined(path, field.name), field, after));
  }
  for (const field of after.fields) {
    const at = joined(path, field.name);
    const was = were.get(field.number);
    if (was === undefined) changes.push(fieldAdded(at, field, before));
    else {
      changes.push(...fieldChanges(at, was, field));
      open(was, field);
    }
  }
  changes.push(...oneofChanges(path, were, after));
  changes.push(...reservationChanges(path, before, after));
}

function fieldRemoved(field: string, removed: ProtobufField, after: ProtobufMessage): SchemaChange {
  const reserved = isReservedNumber(after, removed.number);
  const needed = removed.label === "required";
  const text = needed
    ? "It was required: readers with the version before refuse records without it."
    : `Readers with the version before see its default.${reserved ? "" : ` Reserve ${removed.number}, so that nobody uses it for something else; some registries insist.`}`;
  const from = `${describeProtobuf(removed)} = ${removed.number}`;
  const breaks: Breaks = needed ? BOTH : removed.oneof === null ? [] : ["backward"];
  return schemaChange({ field, what: "removed", from, to: null, breaks, otherwise: "narrowing", text });
}

function fieldAdded(field: string, added: ProtobufField, before: ProtobufMessage): SchemaChange {
  const reserved = isReservedNumber(before, added.number) || before.reservedNames.includes(added.name);
  const needed = added.label === "required";
  const text = needed
    ? "It is required: readers with the new version refuse what is stored without it."
    : reserved
      ? "Its number or name was reserved, because it meant something else before."
      : "Readers with the version before skip it.";
  const to = `${describeProtobuf(added)} = ${added.number}`;
  const breaks: Breaks = needed ? BOTH : reserved ? ["backward"] : [];
  return schemaChange({ field, what: "added", from: null, to, breaks, text });
}

function fieldChanges(field: string, before: ProtobufField, after: ProtobufField): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (before.name !== after.name) {
    const text = `Number ${after.number} keeps its bytes; programs and JSON use the name, and some registries refuse.`;
    const sides = { from: before.name, to: after.name };
    changes.push(schemaChange({ field, what: "renamed", ...sides, breaks: [], otherwise: "narrowing", text }));
  }
  changes.push(...typeChanges(field, before, after), ...requiredChanges(field, before, after));
  if (before.default !== after.default) {
    const text = "What readers with the new version see where nothing was written.";
    const sides = { from: before.default, to: after.default };
    changes.push(schemaChange({ field, what: "default", ...sides, breaks: [], text }));
  }
  return [...changes, ...annotationChanges(field, before, after)];
}

function typeChanges(field: string, before: ProtobufField, after: ProtobufField): SchemaChange[] {
  const from = describeProtobuf(before);
  const to = describeProtobuf(after);
  const many = [before, after].map(({ label }) => label === "repeated" || label === "map");
  if (from === to && groupOf(before.type) === groupOf(after.type)) return [];

  const sides = { field, what: "retyped", from, to } as const;
  const sameBytes = groupOf(before.type) === groupOf(after.type) && before.key === after.key;
  if (!sameBytes || (before.label === "map") !== (after.label === "map")) {
    const text = `The bytes of ${from} cannot be read as ${to}. Add a new field with a new number instead.`;
    return [schemaChange({ ...sides, breaks: BOTH, text })];
  }
  if (many[0] === many[1]) {
    const text = "The bytes can be read as each other; values that do not fit are cut off.";
    return [schemaChange({ ...sides, breaks: [], otherwise: "narrowing", text })];
  }
  if (after.type.kind === "scalar" && ["string", "bytes"].includes(after.type.name)) {
    const text = "A reader of one value takes the last one of a list.";
    return [schemaChange({ ...sides, breaks: [], otherwise: "narrowing", text })];
  }
  const text = "Lists of numbers are packed: a reader of one value cannot read them.";
  const breaks: Breaks = after.type.kind === "message" ? [] : BOTH;
  return [schemaChange({ ...sides, breaks, otherwise: "narrowing", text })];
}

/** What must be equal for bytes to be readable as each other. Messages are told apart by name, as registries do. */
function groupOf(type: ProtobufType): string {
  if (type.kind === "enum") return "varint";
  if (type.kind === "scalar") return GROUPS.get(type.name) ?? type.name;
  return `message ${type.name}`;
}

function requiredChanges(field: string, before: ProtobufField, after: ProtobufField): SchemaChange[] {
  const was = before.label === "required";
  const is = after.label === "required";
  if (was === is) return [];
  const sides = { field, from: before.label, to: after.label };
  return is
    ? [
        schemaChange({
          ...sides,
          what: "required",
          breaks: ["backward"],
          text: "Readers with the new version refuse what is stored without it.",
        }),
      ]
    : [
        schemaChange({
          ...sides,
          what: "optional",
          breaks: ["forward"],
          text: "Readers with the version before refuse records without it.",
        }),
      ];
}

/** Fields that were independent and are now "at most one of": where both are stored, one is lost. */
function oneofChanges(path: string, were: ReadonlyMap<number, ProtobufField>, after: ProtobufMessage): SchemaChange[] {
  const groups = Map.groupBy(
    after.fields.filter(({ oneof }) => oneof !== null),
    ({ oneof }) => oneof ?? "",
  );
  return [...groups].flatMap(([name, fields]) => {
    const moved = fields.filter(({ number, oneof }) => were.has(number) && were.get(number)?.oneof !== oneof);
    const before = fields.filter(({ number }) => were.has(number));
    if (moved.length === 0) return [];
    const text = "Where more than one of them is stored, readers with the new version see the last one only.";
    const to = `oneof ${name} of ${fields.map((field) => field.name).join(", ")}`;
    const breaks: Breaks = before.length > 1 ? ["backward"] : [];
    return [schemaChange({ field: joined(path, name), what: "other", from: null, to, breaks, text })];
  });
}

function reservationChanges(field: string, before: ProtobufMessage, after: ProtobufMessage): SchemaChange[] {
  const from = reservations(before);
  const to = reservations(after);
  if (from === to) return [];
  const text = "What is reserved is kept from being used for something else.";
  return [schemaChange({ field, what: "other", from: from || null, to: to || null, breaks: [], text })];
}

function reservations({ reservedNumbers, reservedNames }: ProtobufMessage): string {
  const numbers = reservedNumbers.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`));
  return [...numbers, ...reservedNames.map((name) => JSON.stringify(name))].join(", ");
}
