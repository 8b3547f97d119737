import { entriesOf, itemsOf, type JsonNode, propertyOf } from "../json-text.ts";
import { type AvroPrimitive, type AvroType, describeAvro } from "./avro-type.ts";

const PRIMITIVE_FITS: { readonly [Primitive in AvroPrimitive]: (node: JsonNode) => boolean } = {
  null: ({ type }) => type === "null",
  boolean: ({ type }) => type === "boolean",
  int: (node) => isInteger(node, -(2 ** 31), 2 ** 31 - 1),
  long: (node) => isInteger(node, -(2 ** 63), 2 ** 63),
  float: ({ type }) => type === "number",
  double: ({ type }) => type === "number",
  bytes: ({ type, value }) => type === "string" && isBytes(String(value)),
  string: ({ type }) => type === "string",
};

/** Why a value cannot be the default of a type; null where it can (https://avro.apache.org/docs/1.11.1/specification/#schema-record). */
export function defaultProblem(type: AvroType, node: JsonNode): string | null {
  if (fits(type, node)) return null;
  if (type.kind === "union" && type.branches.some((branch) => fits(branch, node))) {
    const first = type.branches[0];
    const named = first === undefined ? "nothing" : describeAvro(first);
    return `A union's default belongs to its first type, ${named}. Put the type of this default first`;
  }
  return `This is no value of ${describeAvro(type)}, so it cannot be the default`;
}

function fits(type: AvroType, node: JsonNode): boolean {
  switch (type.kind) {
    case "primitive":
      return PRIMITIVE_FITS[type.primitive](node);
    case "array":
      return node.type === "array" && itemsOf(node).every((item) => fits(type.items, item));
    case "map":
      return node.type === "object" && entriesOf(node).every(({ value }) => fits(type.values, value));
    case "union":
      return type.branches[0] !== undefined && fits(type.branches[0], node);
    case "enum":
      return node.type === "string" && type.symbols.includes(String(node.value));
    case "fixed":
      return node.type === "string" && String(node.value).length === type.size && isBytes(String(node.value));
    case "record":
      return (
        node.type === "object" &&
        type.fields.every((field) => {
          const value = propertyOf(node, field.name);
          return value === undefined ? field.default !== null : fits(field.type, value);
        })
      );
  }
}

function isInteger({ type, value }: JsonNode, least: number, most: number): boolean {
  return type === "number" && Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** Bytes are written as characters up to 255. */
function isBytes(text: string): boolean {
  return [...text].every((character) => character <= "\u00ff");
}
