import { itemsOf, type JsonNode, propertyOf } from "./json-text.ts";

/**
 * What a field or type says about its sensitivity: `"confluent:tags": ["PII"]`
 * (https://docs.confluent.io/cloud/current/stream-governance/stream-catalog.html). One text alone counts as a list of one.
 */
export function tagsOf(node: JsonNode): string[] {
  const tags = propertyOf(node, "confluent:tags");
  if (tags === undefined) return [];
  const texts = tags.type === "string" ? [tags] : itemsOf(tags);
  return texts.flatMap(({ type, value }) => (type === "string" ? [String(value)] : []));
}
