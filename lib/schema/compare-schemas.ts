import type { SchemaChange } from "#lib/domain/schema";
import { withinMs } from "#lib/domain/time-limit";
import { compareAvro } from "./avro/compare-avro.ts";
import { compareJsonSchemas } from "./json-schema/compare-json-schema.ts";
import type { ParsedSchema } from "./parsed-schema.ts";
import { compareProtobuf } from "./protobuf/compare-protobuf.ts";
import { schemaChange } from "./schema-change.ts";
import { MAX_MS_TO_COMPARE } from "./schema-limits.ts";
import { isSameSubstance } from "./substance.ts";

/**
 * What differs between two versions by meaning, and which promise each difference breaks by the rules of its type's registry check. Equal
 * texts, and texts that differ in formatting only, have no changes. What cannot be compared in time counts as breaking, and what no comparison
 * found as narrowing.
 */
export function compareSchemas(before: ParsedSchema, after: ParsedSchema): SchemaChange[] {
  if (before.hash === after.hash) return [];
  const compared = withinMs(MAX_MS_TO_COMPARE, () => {
    const changes = compare(before, after);
    return [...changes, ...unexplained(before, after, changes)];
  });
  if (compared) return compared.value;
  const text = "The two are too entangled to be compared in time, so nobody can say what changes.";
  const sides = { from: null, to: null };
  return [schemaChange({ field: "", what: "other", ...sides, breaks: ["backward", "forward"], text })];
}

function compare(before: ParsedSchema, after: ParsedSchema): SchemaChange[] {
  if (before.schemaType === "AVRO" && after.schemaType === "AVRO") return compareAvro(before.model, after.model);
  if (before.schemaType === "JSON" && after.schemaType === "JSON") return compareJsonSchemas(before.model, after.model);
  if (before.schemaType === "PROTOBUF" && after.schemaType === "PROTOBUF") {
    return compareProtobuf(before.model, after.model);
  }

  const text = "No reader of one type reads the other.";
  const sides = { from: before.schemaType, to: after.schemaType };
  return [schemaChange({ field: "", what: "retyped", ...sides, breaks: ["backward", "forward"], text })];
}

/** Changes that leave open what else differs. */
const BESIDES = new Set<SchemaChange["what"]>(["documentation", "tags", "order"]);

/** Where the texts differ in more than documentation and order, and nothing was found that does, readers are asked: we may know too little. */
function unexplained(before: ParsedSchema, after: ParsedSchema, changes: readonly SchemaChange[]): SchemaChange[] {
  const explained = changes.some(({ what, effect }) => effect !== "widening" || !BESIDES.has(what));
  if (explained || isSameSubstance(before.source, after.source)) return [];
  const text =
    "It differs in a way that could not be told apart: nobody can say whether it takes something from readers.";
  return [schemaChange({ field: "", what: "other", from: null, to: null, breaks: [], otherwise: "narrowing", text })];
}
