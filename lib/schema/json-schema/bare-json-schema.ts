import { canonicalJson } from "../canonical-json.ts";
import { entriesOf, itemsOf, type JsonNode } from "../json-text.ts";
import { NAMED } from "./json-document.ts";

/** Keywords that only people and catalogues read. Tags are told of as changes of their own. */
export const DOCUMENTATION = new Set(["title", "description", "$comment", "examples", "deprecated", "confluent:tags"]);

/** Keywords whose value is a schema, or a list of them in an order that counts. */
const SCHEMAS = new Set([
  ...["items", "prefixItems", "additionalItems", "unevaluatedItems", "contains", "additionalProperties"],
  ...["unevaluatedProperties", "propertyNames", "not", "if", "then", "else", "contentSchema"],
]);
/** Lists of schemas, and of values, whose order says nothing. */
const ALTERNATIVES = new Set(["allOf", "anyOf", "oneOf"]);
const VALUES = new Set(["required", "type", "enum"]);

/** A schema as one text without documentation and order: two with the same one allow the same, as far as they refer to the same. */
export function bareJsonSchema(schema: JsonNode, text: string): string {
  if (schema.type !== "object") return canonicalJson(schema, text);
  const entries = entriesOf(schema).filter(({ name }) => !DOCUMENTATION.has(name));
  return inBraces(entries.map(({ name, value }) => [name, bareValue(name, value, text)]));
}

/** The value of one keyword in the same way. What nobody here knows stays as it is. */
export function bareValue(keyword: string, value: JsonNode, text: string): string {
  const bare = (node: JsonNode) => bareJsonSchema(node, text);
  if (NAMED.has(keyword)) return inBraces(entriesOf(value).map((entry) => [entry.name, bare(entry.value)]));
  if (ALTERNATIVES.has(keyword)) return `[${itemsOf(value).map(bare).toSorted().join()}]`;
  if (SCHEMAS.has(keyword)) return value.type === "array" ? `[${itemsOf(value).map(bare).join()}]` : bare(value);
  if (VALUES.has(keyword) && value.type === "array") {
    const texts = itemsOf(value).map((item) => canonicalJson(item, text));
    return `[${texts.toSorted().join()}]`;
  }
  return canonicalJson(value, text);
}

function inBraces(entries: readonly (readonly [name: string, text: string])[]): string {
  const texts = entries.map(([name, text]) => `${JSON.stringify(name)}:${text}`);
  return `{${texts.toSorted().join()}}`;
}
