import { type JsonNode, textOf } from "../json-text.ts";
import { bareJsonSchema, bareValue } from "./bare-json-schema.ts";
import { type JsonDocuments, resolveRef, textAround } from "./json-document.ts";

/**
 * The value of a keyword with all that it refers to, as one text: where it is the same, so is what is allowed. Where a dynamic reference leads
 * depends on who asks, so with one of those everything counts.
 */
export function reachOf(documents: JsonDocuments, keyword: string, value: JsonNode): string {
  const seen = new Set<JsonNode>();
  const texts = [bareValue(keyword, value, textAround(documents, value))];
  const waiting = [...targetsIn(documents, value)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const { text, targets } = stationAt(documents, next);
    texts.push(text);
    waiting.push(...targets);
  }
  return texts.join("\n");
}

type Station = { text: string; targets: readonly JsonNode[] };

/** Many keywords may lead to the same definitions. A node belongs to one parse, and so to one set of documents. */
const stations = new WeakMap<JsonNode, Station>();

function stationAt(documents: JsonDocuments, node: JsonNode): Station {
  const known = stations.get(node);
  if (known !== undefined) return known;
  const text = bareJsonSchema(node, textAround(documents, node));
  const station = { text, targets: targetsIn(documents, node) };
  stations.set(node, station);
  return station;
}

/** Where the references in a value lead, also where data only looks like one. */
function targetsIn(documents: JsonDocuments, value: JsonNode): JsonNode[] {
  const targets: JsonNode[] = [];
  const waiting = [value];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const ref = textOf(node, "$ref");
    const target = ref === undefined ? undefined : resolveRef(documents, node, ref);
    if (target !== undefined) targets.push(target);
    if (isDynamicRef(node)) targets.push(...documents.map(({ root }) => root));
    waiting.push(...(node.children ?? []));
  }
  return targets;
}

/** Whether a node is the value of a reference whose end is not in the text. */
function isDynamicRef({ parent }: JsonNode): boolean {
  return parent?.type === "property" && DYNAMIC.has(parent.children?.[0]?.value);
}

const DYNAMIC = new Set<unknown>(["$dynamicRef", "$recursiveRef"]);
