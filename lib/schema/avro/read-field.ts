import { canonicalJson } from "../canonical-json.ts";
import { itemsOf, type JsonNode, propertyOf, textOf } from "../json-text.ts";
import { tagsOf } from "../tags.ts";
import { defaultProblem } from "./avro-default.ts";
import { nameProblem, textsOf } from "./avro-names.ts";
import { type AvroReading, refuse } from "./avro-reading.ts";
import type { AvroField, AvroType } from "./avro-type.ts";

type ReadType = (reading: AvroReading, node: JsonNode, namespace: string) => AvroType;

const ORDERS = ["ascending", "descending", "ignore"];

/** A record's fields (https://avro.apache.org/docs/1.11.1/specification/#schema-record). */
export function readFields(reading: AvroReading, list: JsonNode, namespace: string, readType: ReadType): AvroField[] {
  const seen = new Set<string>();
  return itemsOf(list).flatMap((node) => {
    if (node.type !== "object") {
      refuse(reading, node, "A field is an object with name and type");
      return [];
    }
    const name = textOf(node, "name");
    const place = propertyOf(node, "name") ?? node;
    const wrong = name === undefined ? `A field needs "name"` : nameProblem(name);
    if (wrong !== null) refuse(reading, place, wrong);
    if (name !== undefined && seen.has(name)) refuse(reading, place, `The record has two fields "${name}"`);
    seen.add(name ?? "");
    return [readField(reading, node, name ?? "", namespace, readType)];
  });
}

function readField(
  reading: AvroReading,
  node: JsonNode,
  name: string,
  namespace: string,
  readType: ReadType,
): AvroField {
  const typeNode = propertyOf(node, "type");
  const before = reading.problems.length;
  const type =
    typeNode === undefined
      ? refuse(reading, node, `The field "${name}" needs "type"`)
      : readType(reading, typeNode, namespace);

  const fallback = propertyOf(node, "default");
  // What is wrong in the type would be said again about the default.
  const sound = reading.problems.length === before;
  const wrong = fallback === undefined || !sound ? null : defaultProblem(type, fallback);
  if (fallback !== undefined && wrong !== null) refuse(reading, fallback, wrong);

  const aliases = propertyOf(node, "aliases");
  if (aliases !== undefined && aliases.type !== "array") refuse(reading, aliases, `"aliases" is a list of names`);
  const order = propertyOf(node, "order");
  if (order !== undefined && !ORDERS.includes(String(order.value))) {
    refuse(reading, order, `"order" is one of ${ORDERS.join(", ")}`);
  }
  return {
    name,
    aliases: textsOf(node, "aliases"),
    type,
    default: fallback === undefined ? null : canonicalJson(fallback, reading.text),
    doc: textOf(node, "doc") ?? "",
    tags: tagsOf(node),
    order: textOf(node, "order") ?? "ascending",
  };
}
