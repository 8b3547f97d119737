import type { SchemaChange } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import { entriesOf, type JsonNode } from "../json-text.ts";
import { type Breaks, brokenUnless, joined, schemaChange } from "../schema-change.ts";
import type { CompareJson } from "./compare-combinations.ts";
import { type JsonSchemaView, propertiesOf, requiredNames } from "./json-schema-view.ts";
import { reachOf } from "./reach.ts";

type Property = ReturnType<typeof propertiesOf>[number];

/** Properties by name, which of them must be there, and what is allowed beside them. */
export function compareProperties(
  path: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  changes: SchemaChange[],
  compare: CompareJson,
): void {
  const were = new Map(propertiesOf(before).map((property) => [property.name, property]));
  const are = new Map(propertiesOf(after).map((property) => [property.name, property]));
  for (const property of were.values()) {
    if (!are.has(property.name)) changes.push(removed(joined(path, property.name), property, after));
  }
  for (const property of are.values()) {
    const at = joined(path, property.name);
    const was = were.get(property.name);
    if (was === undefined) changes.push(added(at, property, before));
    else {
      changes.push(...requiredChanges(at, was, property));
      compare(at, was.schema, property.schema);
    }
  }
  changes.push(...undescribedChanges(path, before, after));
  compareRest(path, before, after, changes, compare);
}

/** Names that must be there although neither version describes what they hold. */
function undescribedChanges(path: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const described = new Set([...propertiesOf(before), ...propertiesOf(after)].map(({ name }) => name));
  const [were, are] = [requiredNames(before), requiredNames(after)];
  return [...were, ...are].flatMap((name) => {
    if (described.has(name) || were.has(name) === are.has(name)) return [];
    const at = { field: joined(path, name), from: null, to: null };
    if (are.has(name)) return [schemaChange({ ...at, what: "required", breaks: ["backward"], text: MISSED_BY_NEW })];
    return [schemaChange({ ...at, what: "optional", breaks: ["forward"], text: MISSED_BEFORE })];
  });
}

function added(field: string, property: Property, before: JsonSchemaView): SchemaChange {
  const rest = restOf(before);
  const breaks = brokenUnless({
    backward: readsWithout(property, before),
    forward: rest === "open" || (rest !== "closed" && isSame(before, rest, property)),
  });
  const text = sentences([
    breaks.includes("backward") && (rest === "open" ? MAY_BE_OTHER : NEEDED_NOW),
    breaks.includes("forward") &&
      "Readers with the version before refuse names they do not know (additionalProperties is false).",
    breaks.length === 0 && "Readers with either version take it.",
  ]);
  return schemaChange({ field, what: "added", from: null, to: briefly(property), breaks, text });
}

/** Seen from the end: what was removed would be added by going back. */
function removed(field: string, property: Property, after: JsonSchemaView): SchemaChange {
  const rest = restOf(after);
  const breaks = brokenUnless({
    backward: rest === "open" || (rest !== "closed" && isSame(after, rest, property)),
    forward: readsWithout(property, after),
  });
  const text = sentences([
    breaks.includes("backward") &&
      "Readers with the new version refuse what is stored with it (additionalProperties is false).",
    breaks.includes("forward") &&
      (property.required && rest !== "open"
        ? MISSED_BEFORE
        : "Readers with the version before may meet something else under this name, or miss it."),
    breaks.length === 0 && "Readers with the version before do not find it any more.",
  ]);
  const from = briefly(property);
  return schemaChange({ field, what: "removed", from, to: null, breaks, otherwise: "narrowing", text });
}

const MISSED_BY_NEW = "Readers with the new version refuse what is stored without it.";
const MISSED_BEFORE = "Readers with the version before refuse records without it.";
const MAY_BE_OTHER =
  "What is stored may hold something else under this name, because the version before allowed any name.";
const NEEDED_NOW = "It is required and has no default: readers with the new version refuse what is stored without it.";

function sentences(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(" ");
}

/** Whether a reader that knows the property takes what is written by a schema that does not. */
function readsWithout(property: Property, writer: JsonSchemaView): boolean {
  const { schema, required } = property;
  const rest = restOf(writer);
  if (rest === "open") return allowsAll(schema) && !required;
  if (rest !== "closed" && !isSame(writer, rest, property)) return false;
  return !required || hasDefault(schema);
}

function requiredChanges(field: string, before: Property, after: Property): SchemaChange[] {
  if (before.required === after.required) return [];
  const sides = {
    field,
    from: before.required ? "required" : "optional",
    to: after.required ? "required" : "optional",
  };
  if (after.required) {
    const known = hasDefault(after.schema);
    const text = known ? "Readers with the new version take its default where it is missing." : MISSED_BY_NEW;
    const breaks: Breaks = known ? [] : ["backward"];
    return [schemaChange({ ...sides, what: "required", breaks, text })];
  }
  const known = hasDefault(before.schema);
  const text = known ? "Readers with the version before take its default where it is missing." : MISSED_BEFORE;
  const breaks: Breaks = known ? [] : ["forward"];
  return [schemaChange({ ...sides, what: "optional", breaks, otherwise: "narrowing", text })];
}

/** Everything beside the named properties: any, none, or by a schema. */
function restOf({ get }: JsonSchemaView): "open" | "closed" | JsonNode {
  const rest = get("additionalProperties") ?? get("unevaluatedProperties");
  const patterns = get("patternProperties");
  const firstPattern = patterns === undefined ? undefined : entriesOf(patterns)[0]?.value;
  if (rest?.type === "object" && entriesOf(rest).length > 0) return rest;
  if (firstPattern !== undefined) return firstPattern;
  return rest?.type === "boolean" && rest.value === false ? "closed" : "open";
}

function compareRest(
  path: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  changes: SchemaChange[],
  compare: CompareJson,
): void {
  const was = before.get("additionalProperties");
  const is = after.get("additionalProperties");
  if (was?.type === "object" && is?.type === "object") compare(`${path}{}`, was, is);
  else changes.push(...restChanges(path, strictness(was), strictness(is)));

  const patterns = [before, after].map((view) => patternsOf(view));
  for (const [pattern, schema] of patterns[0] ?? []) {
    const other = patterns[1]?.get(pattern);
    if (other === undefined) changes.push(...restChanges(path, `${pattern}: described`, `${pattern}: not described`));
    else compare(`${path}{}`, schema, other);
  }
  for (const pattern of patterns[1]?.keys() ?? []) {
    if (!patterns[0]?.has(pattern))
      changes.push(...restChanges(path, `${pattern}: not described`, `${pattern}: described`));
  }
}

function patternsOf({ get }: JsonSchemaView): Map<string, JsonNode> {
  const patterns = get("patternProperties");
  return new Map(patterns === undefined ? [] : entriesOf(patterns).map(({ name, value }) => [name, value]));
}

function strictness(rest: JsonNode | undefined): "any" | "described" | "none" {
  if (rest?.type === "boolean" && rest.value === false) return "none";
  return rest?.type === "object" && entriesOf(rest).length > 0 ? "described" : "any";
}

function restChanges(field: string, from: string, to: string): SchemaChange[] {
  if (from === to) return [];
  const less = to === "none" || from === "any" || to.endsWith(": described");
  const breaks: Breaks = less ? ["backward"] : ["forward"];
  const text = less
    ? "Fewer other properties are allowed: readers with the new version refuse what is stored with them."
    : "More other properties are allowed: readers with the version before refuse them.";
  const sides = { from: `other properties: ${from}`, to: `other properties: ${to}` };
  return [schemaChange({ field, what: "other", ...sides, breaks, text })];
}

/** Whether the other properties of a schema are what this one is, with all that both refer to. */
function isSame({ documents }: JsonSchemaView, rest: JsonNode, property: Property): boolean {
  const keyword = "additionalProperties";
  return reachOf(documents, keyword, rest) === reachOf(property.documents, keyword, property.schema);
}

function allowsAll(schema: JsonNode): boolean {
  return schema.type === "boolean" ? schema.value === true : entriesOf(schema).length === 0;
}

function hasDefault(schema: JsonNode): boolean {
  return entriesOf(schema).some(({ name }) => name === "default");
}

function briefly({ schema, required }: Property): string {
  const type = entriesOf(schema).find(({ name }) => name === "type")?.value;
  const named = type === undefined ? "any" : canonicalJson(type, "").replaceAll('"', "");
  return required ? `${named}, required` : named;
}
