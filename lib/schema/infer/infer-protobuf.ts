import { type FreeNames, freeNames, splitName, typeName } from "./free-names.ts";
import { hintOf } from "./infer-avro.ts";
import { isAlways, type ValueShape } from "./value-shape.ts";

/** Anything that JSON holds; where Protobuf has no type of its own for what was seen. */
const ANYTHING = "google.protobuf.Value";

/** A proto3 file for what was seen; each object is a message of its own. What may be absent or null is `optional`. */
export function inferProtobuf(shape: ValueShape, recordName: string): string {
  const { namespace, name } = splitName(recordName);
  const messages: string[] = [];
  const names = freeNames();
  if (shape.kinds.has("object") || shape.kinds.size === 0) addMessage(shape, name, names, messages);
  else addWrapper(shape, name, names, messages);

  const head = [`syntax = "proto3";`, ...(namespace === "" ? [] : [`package ${namespace};`])];
  const anything = messages.some((message) => message.includes(ANYTHING));
  const imports = anything ? [`import "google/protobuf/struct.proto";`] : [];
  return `${[head.join("\n"), ...imports, ...messages].join("\n\n")}\n`;
}

/** What is no object stands in a message's one field, because every Protobuf record is a message. */
function addWrapper(shape: ValueShape, wanted: string, names: FreeNames, messages: string[]): void {
  const name = names(wanted);
  const place = messages.push("") - 1;
  const field = fieldOf(shape, "value", `${name}Value`, names, messages);
  messages[place] = [`message ${name} {`, `  ${field} = 1;`, "}"].join("\n");
}

/** Adds a message, before those that it needs. */
function addMessage(shape: ValueShape, wanted: string, names: FreeNames, messages: string[]): string {
  const name = names(wanted);
  const place = messages.push("") - 1;
  const fieldNames = freeNames();
  const lines = [...shape.properties].flatMap(([property, inner], index) => {
    // "optional a" takes the name "_a" as well, so no name begins so.
    const field = fieldNames(property.replace(/^[^A-Za-z]+/, ""));
    const always = isAlways(shape, property);
    const declared = fieldOf({ ...inner, nullable: !always }, field, `${name}${typeName(property)}`, names, messages);
    const renamed = property === field ? "" : `Called ${JSON.stringify(property)} in the records. `;
    const doc = `${renamed}${hintOf(inner)}`.trim();
    return [...(doc === "" ? [] : [`  // ${doc}`]), `  ${declared} = ${index + 1};`];
  });
  messages[place] = [`message ${name} {`, ...lines, "}"].join("\n");
  return name;
}

function fieldOf(shape: ValueShape, field: string, name: string, names: FreeNames, messages: string[]): string {
  const { kinds, items } = shape;
  if (kinds.size === 1 && kinds.has("list")) {
    const nested = items === null || items.nullable || items.kinds.has("list");
    return `repeated ${nested ? ANYTHING : typeOf(items, name, names, messages)} ${field}`;
  }
  const type = typeOf(shape, name, names, messages);
  const isMessage = kinds.has("object") || type === ANYTHING;
  return `${shape.nullable && !isMessage ? "optional " : ""}${type} ${field}`;
}

function typeOf({ kinds, ...shape }: ValueShape, name: string, names: FreeNames, messages: string[]): string {
  const numeric = kinds.size === 2 && kinds.has("integer") && kinds.has("number");
  if (kinds.size !== 1 && !numeric) return ANYTHING;
  if (numeric || kinds.has("number")) return "double";
  if (kinds.has("integer")) return "int64";
  if (kinds.has("boolean")) return "bool";
  if (kinds.has("string")) return "string";
  return kinds.has("object") ? addMessage({ kinds, ...shape }, name, names, messages) : ANYTHING;
}
