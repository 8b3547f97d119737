import type { SchemaChange } from "#lib/domain/schema";
import type { JsonNode } from "../json-text.ts";
import { type Breaks, schemaChange } from "../schema-change.ts";
import { type JsonSchemaView, writtenIn } from "./json-schema-view.ts";

/** Bounds: with `most`, a smaller value allows less; with `least`, a larger one does. */
export const BOUNDS = new Map<string, "most" | "least">([
  ["maximum", "most"],
  ["exclusiveMaximum", "most"],
  ["maxLength", "most"],
  ["maxItems", "most"],
  ["maxProperties", "most"],
  ["maxContains", "most"],
  ["minimum", "least"],
  ["exclusiveMinimum", "least"],
  ["minLength", "least"],
  ["minItems", "least"],
  ["minProperties", "least"],
  ["minContains", "least"],
]);

/** Differences in the bounds of a value. */
export function boundChanges(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  return [...BOUNDS].flatMap(([keyword, side]) => {
    const breaks = boundBreaks(before.get(keyword), after.get(keyword), side);
    return boundChange(field, keyword, before, after, breaks);
  });
}

function boundBreaks(before: JsonNode | undefined, after: JsonNode | undefined, side: "most" | "least"): Breaks {
  const loosest = side === "most" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const was = before === undefined ? loosest : Number(before.value);
  const is = after === undefined ? loosest : Number(after.value);
  if (was === is) return [];
  return is < was === (side === "most") ? ["backward"] : ["forward"];
}

function boundChange(
  field: string,
  keyword: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  breaks: Breaks,
): SchemaChange[] {
  const [from, to] = [writtenIn(before, keyword), writtenIn(after, keyword)];
  if (from === to) return [];
  const text = boundText(breaks);
  return [schemaChange({ field, what: "other", from, to, breaks, otherwise: "narrowing", text })];
}

function boundText(breaks: Breaks): string {
  if (breaks.length === 0) return "The numbers differ in digits that not every program reads.";
  return breaks[0] === "backward"
    ? "It allows less: readers with the new version may refuse what is stored."
    : "It allows more: readers with the version before may refuse what is written.";
}
