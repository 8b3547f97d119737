import type { SchemaChange } from "#lib/domain/schema";
import { pairWalk } from "../pair-walk.ts";
import { annotationChanges, brokenUnless, schemaChange } from "../schema-change.ts";
import { type AvroFixed, type AvroType, branchesOf, describeAvro, isNull, isNullable, shortName } from "./avro-type.ts";
import { canRead, nameMatches } from "./can-read.ts";
import { compareEnums } from "./compare-enums.ts";
import { type CompareTypes, compareRecords } from "./compare-records.ts";

/**
 * What differs between two Avro schemas, and what of it breaks schema resolution
 * (https://avro.apache.org/docs/1.11.1/specification/#schema-resolution).
 */
export function compareAvro(before: AvroType, after: AvroType): SchemaChange[] {
  const walk = pairWalk<AvroType>();
  const changes: SchemaChange[] = [];

  const compareTypes: CompareTypes = (path, one, other) => {
    changes.push(...nullChanges(path, one, other));
    const pairs = pairsOf(path, one, other, changes);
    for (const [left, right] of pairs) compareValues(path, left, right);
  };

  function compareValues(path: string, one: AvroType, other: AvroType): void {
    if (one.kind === "array" && other.kind === "array") compareTypes(`${path}[]`, one.items, other.items);
    else if (one.kind === "map" && other.kind === "map") compareTypes(`${path}{}`, one.values, other.values);
    else if (one.kind === "record" && other.kind === "record") {
      changes.push(...nameChanges(path, one, other));
      walk.open(one, other, () => compareRecords(path, one, other, compareTypes, changes));
    } else changes.push(...leafChanges(path, one, other));
  }

  compareTypes("", before, after);
  return [...changes, ...unexplained(before, after, changes)];
}

function nullChanges(field: string, before: AvroType, after: AvroType): SchemaChange[] {
  const was = isNullable(before);
  const is = isNullable(after);
  const hasValues = [before, after].every((type) => branchesOf(type).some((branch) => !isNull(branch)));
  if (was === is || !hasValues) return [];

  const from = was ? "may be null" : "never null";
  const to = is ? "may be null" : "never null";
  return is
    ? [
        schemaChange({
          field,
          what: "optional",
          from,
          to,
          breaks: ["forward"],
          text: "It may be null now: readers with the version before cannot read null.",
        }),
      ]
    : [
        schemaChange({
          field,
          what: "required",
          from,
          to,
          breaks: ["backward"],
          text: "It may no longer be null: readers with the new version cannot read the null that is stored.",
        }),
      ];
}

/** Which types to hold against each other: those of the same kind and name. What has no partner is a change of its own. */
function pairsOf(field: string, before: AvroType, after: AvroType, changes: SchemaChange[]): [AvroType, AvroType][] {
  const were = valuesOf(before);
  const are = valuesOf(after);
  const [was, is] = [were[0], are[0]];
  if (were.length === 1 && are.length === 1 && was !== undefined && is !== undefined) return [[was, is]];

  const pairs = were.flatMap((one): [AvroType, AvroType][] => {
    const partner = are.find((other) => isSame(one, other));
    return partner === undefined ? [] : [[one, partner]];
  });
  const paired = new Set(pairs.flat());
  for (const gone of were.filter((type) => !paired.has(type))) changes.push(branchRemoved(field, gone, before, after));
  for (const added of are.filter((type) => !paired.has(type))) changes.push(branchAdded(field, added, before, after));
  return pairs;
}

function valuesOf(type: AvroType): readonly AvroType[] {
  const values = branchesOf(type).filter((branch) => !isNull(branch));
  return values.length === 0 ? branchesOf(type) : values;
}

function isSame(one: AvroType, other: AvroType): boolean {
  if ("name" in one && "name" in other) return one.kind === other.kind && nameMatches(other, one);
  if (one.kind === "primitive" && other.kind === "primitive") return one.primitive === other.primitive;
  return one.kind === other.kind;
}

function branchRemoved(field: string, branch: AvroType, before: AvroType, after: AvroType): SchemaChange {
  const readable = canRead(after, branch);
  const name = describeAvro(branch);
  return schemaChange({
    field,
    what: "retyped",
    from: describeAvro(before),
    to: describeAvro(after),
    breaks: readable ? [] : ["backward"],
    text: readable
      ? `It is no longer written as ${name}, and what is stored so is read as another type.`
      : `It may no longer be ${name}: readers with the new version cannot read what is stored so.`,
  });
}

function branchAdded(field: string, branch: AvroType, before: AvroType, after: AvroType): SchemaChange {
  const readable = canRead(before, branch);
  const name = describeAvro(branch);
  return schemaChange({
    field,
    what: "retyped",
    from: describeAvro(before),
    to: describeAvro(after),
    breaks: readable ? [] : ["forward"],
    text: readable
      ? `It may be ${name} now, which readers with the version before read as another type.`
      : `It may be ${name} now: readers with the version before cannot read that.`,
  });
}

function leafChanges(field: string, before: AvroType, after: AvroType): SchemaChange[] {
  if (before.kind === "enum" && after.kind === "enum") {
    return [...nameChanges(field, before, after), ...compareEnums(field, before, after)];
  }
  const named = before.kind === "fixed" && after.kind === "fixed" ? nameChanges(field, before, after) : [];
  if (named.some(({ breaks }) => breaks.length > 0)) return named;

  const holds = { backward: canRead(after, before), forward: canRead(before, after) };
  const from = describeAvro(before);
  const to = describeAvro(after);
  const same = before.kind === after.kind && (before.kind !== "primitive" || from.split(" ")[0] === to.split(" ")[0]);
  if (same && holds.backward && holds.forward) return [...named, ...logicalChanges(field, before, after)];

  const text = retypedText(holds, from, to);
  return [...named, schemaChange({ field, what: "retyped", from, to, breaks: brokenUnless(holds), text })];
}

function retypedText({ backward, forward }: { backward: boolean; forward: boolean }, from: string, to: string): string {
  if (backward && forward) return `${from} and ${to} are read as each other.`;
  if (backward) return `What is stored as ${from} is read as ${to}; readers with the version before cannot read ${to}.`;
  if (forward) return `Readers with the version before read ${to}; what is stored as ${from} cannot be read any more.`;
  return `${from} and ${to} cannot be read as each other.`;
}

function logicalChanges(field: string, before: AvroType, after: AvroType): SchemaChange[] {
  if (before.logical === after.logical) return [];
  return [
    schemaChange({
      field,
      what: "retyped",
      from: describeAvro(before),
      to: describeAvro(after),
      breaks: [],
      otherwise: "narrowing",
      text: "The same bytes mean something else: a reader that does not know takes one value for another.",
    }),
  ];
}

type Named = Exclude<AvroType, { kind: "primitive" | "array" | "map" | "union" }> | AvroFixed;

function nameChanges(field: string, before: Named, after: Named): SchemaChange[] {
  const annotated = annotationChanges(field, before, after);
  if (before.name === after.name) return annotated;

  const breaks = brokenUnless({ backward: nameMatches(after, before), forward: nameMatches(before, after) });
  const repair = breaks.includes("backward")
    ? `, and the new one has no alias "${shortName(before.name)}"`
    : ", and readers with the version before do not know the new name";
  const text =
    breaks.length === 0
      ? "The name changes, which Avro reads; programs that choose a class by the full name may not find theirs."
      : `Avro reads a ${after.kind} only by its name${repair}.`;
  const change = { field, what: "renamed", from: before.name, to: after.name, breaks, text } as const;
  return [...annotated, schemaChange({ ...change, otherwise: "narrowing" })];
}

/** Should a way to break a promise have no difference that says so, the whole does. */
function unexplained(before: AvroType, after: AvroType, changes: readonly SchemaChange[]): SchemaChange[] {
  const holds = { backward: canRead(after, before), forward: canRead(before, after) };
  const breaks = brokenUnless(holds).filter((promise) => !changes.some((change) => change.breaks.includes(promise)));
  if (breaks.length === 0) return [];

  const text = breaks.includes("backward")
    ? "A reader with the new version cannot read what is stored: names and aliases do not lead to one field each."
    : "A reader with the version before cannot read what is written: names and aliases do not lead to one field each.";
  return [schemaChange({ field: "", what: "other", from: null, to: null, breaks, text })];
}
