import { canonicalJson } from "../canonical-json.ts";
import { entriesOf, itemsOf, type JsonNode } from "../json-text.ts";

/** Attributes that only people and catalogues read, and how records sort. Changes of these are told of by themselves. */
const SKIPPED = new Set(["doc", "confluent:tags", "order"]);
/** Attributes that hold types. */
const TYPES = new Set(["type", "items", "values"]);
/** Lists whose order says nothing to a reader: all but the types of a union are found by name. */
const SETS = new Set(["symbols", "aliases"]);

/** An Avro type as one text without documentation and order: two with the same one are read as each other. */
export function bareAvro(type: JsonNode, text: string): string {
  if (type.type === "array") return sorted(itemsOf(type).map((branch) => bareAvro(branch, text)));
  if (type.type !== "object") return canonicalJson(type, text);
  const entries = entriesOf(type).filter(({ name }) => !SKIPPED.has(name));
  const texts = entries.map(({ name, value }) => `${JSON.stringify(name)}:${bareAttribute(name, value, text)}`);
  return `{${texts.toSorted().join()}}`;
}

function bareAttribute(name: string, value: JsonNode, text: string): string {
  if (TYPES.has(name)) return bareAvro(value, text);
  if (name === "fields") return sorted(itemsOf(value).map((field) => bareAvro(field, text)));
  return SETS.has(name) ? sorted(itemsOf(value).map((one) => canonicalJson(one, text))) : canonicalJson(value, text);
}

function sorted(texts: readonly string[]): string {
  return `[${texts.toSorted().join()}]`;
}
