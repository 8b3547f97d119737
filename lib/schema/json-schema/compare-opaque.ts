import type { SchemaChange } from "#lib/domain/schema";
import { type Breaks, schemaChange } from "../schema-change.ts";
import { DOCUMENTATION } from "./bare-json-schema.ts";
import { BOUNDS } from "./compare-bounds.ts";
import { type JsonSchemaView, writtenIn } from "./json-schema-view.ts";
import { reachOf } from "./reach.ts";

/** Keywords that restrict in ways which cannot be held against each other: more of them allows less, another one allows something else. */
const OPAQUE = new Set([
  ...["pattern", "multipleOf", "uniqueItems", "contains", "propertyNames", "not", "if", "then", "else"],
  ...["dependencies", "dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"],
  ...["$dynamicRef", "$recursiveRef"],
]);

/** Keywords that validation leaves alone and programs do not. */
const DESCRIPTIVE = new Set(["format", "contentEncoding", "contentMediaType", "contentSchema"]);

/** Keywords that are compared elsewhere by what they say, and those by which schemas find each other. */
const COMPARED = new Set([
  ...["type", "enum", "const", "properties", "required", "additionalProperties", "patternProperties"],
  ...["items", "prefixItems", "additionalItems", "allOf", "anyOf", "oneOf"],
  ...BOUNDS.keys(),
]);
const NAMING = new Set([
  ...["$ref", "$defs", "definitions", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "default"],
]);

/**
 * Differences in what can only be told to be another, not to allow more or less: with what it refers to. Also keywords that nobody here knows, and
 * those that stand a second time behind a reference.
 */
export function opaqueChanges(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const names = new Set([...before.entries, ...after.entries].map(({ name }) => name));
  return [...names].flatMap((keyword) => {
    if (DOCUMENTATION.has(keyword) || NAMING.has(keyword)) return [];
    const skip = COMPARED.has(keyword) ? 1 : 0;
    if (wholeOf(before, keyword, skip) === wholeOf(after, keyword, skip)) return [];
    return [change(field, keyword, writtenIn(before, keyword), writtenIn(after, keyword))];
  });
}

/** What a keyword says in all its places, without the first `skip` ones. */
function wholeOf({ documents, entries }: JsonSchemaView, keyword: string, skip: number): string {
  const values = entries.flatMap(({ name, value }) => (name === keyword ? [value] : []));
  return values
    .slice(skip)
    .map((value) => reachOf(documents, keyword, value))
    .join("\n\n");
}

function change(field: string, keyword: string, from: string | null, to: string | null): SchemaChange {
  const breaks = OPAQUE.has(keyword) ? opaqueBreaks(from, to) : [];
  const text = textOf(keyword, from === to, breaks);
  return schemaChange({ field, what: "other", from, to, breaks, otherwise: "narrowing", text });
}

function opaqueBreaks(from: string | null, to: string | null): Breaks {
  if (from === to) return [];
  if (from === null) return ["backward"];
  return to === null ? ["forward"] : ["backward", "forward"];
}

function textOf(keyword: string, same: boolean, breaks: Breaks): string {
  if (same) return "What it refers to differs: what one version allows the other may refuse.";
  if (DESCRIPTIVE.has(keyword)) return "Validation does not look at it; programs that do see something else.";
  if (breaks.length === 0)
    return `What ${keyword} does to readers is not known here: it counts as if it took something.`;
  if (breaks.length === 2) return "What one version allows the other may refuse.";
  return breaks[0] === "backward"
    ? "It allows less: readers with the new version may refuse what is stored."
    : "It allows more: readers with the version before may refuse what is written.";
}
