import type { SchemaChange } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { JsonNode } from "../json-text.ts";
import { type Breaks, schemaChange } from "../schema-change.ts";
import type { JsonSchemaView } from "./json-schema-view.ts";

/** Bounds: with `most`, a smaller value allows less; with `least`, a larger one does. */
const BOUNDS = new Map<string, "most" | "least">([
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

/** Keywords that restrict in ways which cannot be held against each other: more of them allows less, another one allows something else. */
const OPAQUE = [
  "pattern",
  "multipleOf",
  "uniqueItems",
  "contains",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "unevaluatedItems",
  "unevaluatedProperties",
];

/** Keywords that describe, and that validation leaves alone. */
const DESCRIPTIVE = ["format", "contentEncoding", "contentMediaType"];

/** Differences in what restricts a single value. */
export function constraintChanges(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const bounds = [...BOUNDS].flatMap(([keyword, side]) => {
    const breaks = boundBreaks(before.get(keyword), after.get(keyword), side);
    return keywordChange(field, keyword, before, after, breaks);
  });
  const opaque = OPAQUE.flatMap((keyword) => {
    const breaks = opaqueBreaks(before.get(keyword), after.get(keyword));
    return keywordChange(field, keyword, before, after, breaks);
  });
  const described = DESCRIPTIVE.flatMap((keyword) => keywordChange(field, keyword, before, after, []));
  return [...bounds, ...opaque, ...described];
}

function boundBreaks(before: JsonNode | undefined, after: JsonNode | undefined, side: "most" | "least"): Breaks {
  const loosest = side === "most" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const was = before === undefined ? loosest : Number(before.value);
  const is = after === undefined ? loosest : Number(after.value);
  if (was === is) return [];
  return is < was === (side === "most") ? ["backward"] : ["forward"];
}

function opaqueBreaks(before: JsonNode | undefined, after: JsonNode | undefined): Breaks {
  if (before === undefined) return ["backward"];
  if (after === undefined) return ["forward"];
  return ["backward", "forward"];
}

function keywordChange(
  field: string,
  keyword: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  breaks: Breaks,
): SchemaChange[] {
  const [from, to] = [before, after].map((view) => {
    const value = view.get(keyword);
    return value === undefined ? null : `${keyword}: ${canonicalJson(value, "")}`;
  });
  if (from === to) return [];
  return [
    schemaChange({
      field,
      what: "other",
      from: from ?? null,
      to: to ?? null,
      breaks,
      otherwise: "narrowing",
      text: constraintText(breaks),
    }),
  ];
}

function constraintText(breaks: Breaks): string {
  if (breaks.length === 2) return "What one version allows the other may refuse.";
  if (breaks.length === 0) return "Validation does not look at it; programs that do see something else.";
  return breaks[0] === "backward"
    ? "It allows less: readers with the new version may refuse what is stored."
    : "It allows more: readers with the version before may refuse what is written.";
}
