import { hintOf } from "./infer-avro.ts";
import type { ValueShape } from "./value-shape.ts";

type Json = { [keyword: string]: unknown };

/** A JSON Schema for what was seen. What every sample had is required; other properties are not allowed, so that new ones can be added later. */
export function inferJsonSchema(shape: ValueShape, recordName: string): string {
  const root = shape.kinds.size === 0 ? { ...shape, kinds: new Set(["object"] as const), nullable: false } : shape;
  const schema = { $schema: "http://json-schema.org/draft-07/schema#", title: recordName, ...schemaOf(root) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function schemaOf(shape: ValueShape): Json {
  const { kinds } = shape;
  const types: string[] = [];
  if (kinds.has("boolean")) types.push("boolean");
  if (kinds.has("number")) types.push("number");
  else if (kinds.has("integer")) types.push("integer");
  if (kinds.has("string")) types.push("string");
  if (kinds.has("list")) types.push("array");
  if (kinds.has("object")) types.push("object");
  if (shape.nullable && types.length > 0) types.push("null");

  const doc = hintOf(shape);
  // "mixed" is anything.
  const anything = types.length === 0 || kinds.has("mixed");
  return {
    ...(doc === "" ? {} : { description: doc }),
    ...(anything ? {} : { type: types.length === 1 ? types[0] : types }),
    ...(kinds.has("list") && shape.items !== null ? { items: schemaOf(shape.items) } : {}),
    ...(kinds.has("object") ? objectOf(shape) : {}),
  };
}

function objectOf(shape: ValueShape): Json {
  const required = [...shape.properties.keys()].filter((name) => shape.seen.get(name) === shape.objects);
  return {
    properties: Object.fromEntries([...shape.properties].map(([name, inner]) => [name, schemaOf(inner)])),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}
