import type { SchemaProblem } from "#lib/domain/schema";
import { type JsonNode, propertyOf } from "../json-text.ts";
import { MAX_PROBLEMS } from "../schema-limits.ts";
import { tagsOf } from "../tags.ts";
import { problemAt } from "../text-position.ts";
import type { AvroType } from "./avro-type.ts";

/** One text being read; `names` is shared with the texts it refers to. */
export type AvroReading = { text: string; names: Map<string, AvroType>; problems: SchemaProblem[] };

/** Notes a problem at a node, and goes on with a type that is always right. */
export function refuse(reading: AvroReading, node: JsonNode, message: string): AvroType {
  if (reading.problems.length < MAX_PROBLEMS) reading.problems.push(problemAt(reading.text, node.offset, message));
  return { kind: "primitive", primitive: "null", logical: null, tags: [] };
}

/** What any type may carry. A logical type is shown as written; one that its library does not know is ignored by it. */
export function annotationsOf(node: JsonNode): { logical: string | null; tags: string[] } {
  const logical = propertyOf(node, "logicalType");
  const tags = tagsOf(node);
  if (logical?.type !== "string") return { logical: null, tags };

  const precision = propertyOf(node, "precision")?.value;
  const scale = propertyOf(node, "scale")?.value ?? 0;
  const digits = typeof precision === "number" ? `(${precision}, ${String(scale)})` : "";
  return { logical: `${String(logical.value)}${digits}`, tags };
}
