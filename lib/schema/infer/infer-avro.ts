import { type FreeNames, freeNames, splitName, typeName } from "./free-names.ts";
import { isAlways, type ValueShape } from "./value-shape.ts";

type AvroJson = string | AvroJson[] | { [property: string]: AvroJson | null | undefined };

/** An Avro schema for what was seen. A field that may be absent or null is a union with null, null first, and null its default. */
export function inferAvro(shape: ValueShape, recordName: string): string {
  const { namespace, name } = splitName(recordName);
  const names = freeNames();
  const root = shape.kinds.size === 0 ? { ...shape, kinds: new Set(["object"] as const), nullable: false } : shape;
  const type = typeOf(root, name, names);
  const inNamespace = namespace === "" ? {} : { namespace };
  const schema =
    typeof type === "object" && !Array.isArray(type) && type.type === "record"
      ? { type: type.type, name: type.name, ...inNamespace, doc: "To be described.", fields: type.fields }
      : type;
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function typeOf(shape: ValueShape, name: string, names: FreeNames): AvroJson {
  const types: AvroJson[] = [];
  const { kinds } = shape;
  if (kinds.has("boolean")) types.push("boolean");
  if (kinds.has("number")) types.push("double");
  else if (kinds.has("integer")) types.push("long");
  if (kinds.has("string") || kinds.has("mixed")) types.push("string");
  if (kinds.has("list"))
    types.push({ type: "array", items: shape.items ? typeOf(shape.items, name, names) : "string" });
  if (kinds.has("object")) types.push(recordOf(shape, name, names));
  if (types.length === 0) types.push("string");
  if (shape.nullable) types.unshift("null");
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : types;
}

function recordOf(shape: ValueShape, name: string, names: FreeNames): AvroJson {
  const record = names(name);
  const fieldNames = freeNames();
  const fields = [...shape.properties].map(([property, inner]) => {
    const field = fieldNames(property);
    const optional = !isAlways(shape, property);
    const doc = docOf(inner, property, field);
    const type = typeOf({ ...inner, nullable: optional }, `${record}${typeName(property)}`, names);
    return { name: field, ...(doc === "" ? {} : { doc }), type, ...(optional ? { default: null } : {}) };
  });
  return { type: "record", name: record, fields };
}

function docOf(shape: ValueShape, property: string, field: string): string {
  const renamed = property === field ? "" : `Called ${JSON.stringify(property)} in the records. `;
  return `${renamed}${hintOf(shape)}`.trim();
}

/** What the samples suggest and the type does not say. */
export function hintOf(shape: ValueShape): string {
  if (shape.kinds.has("mixed")) return "Deeply nested; to be described.";
  return shape.kinds.has("string") && shape.timestamps ? "A time in ISO 8601, as text." : "";
}
