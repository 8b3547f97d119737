import { itemsOf, type JsonNode, propertyOf, textOf } from "../json-text.ts";
import { AVRO_PRIMITIVES } from "./avro-type.ts";

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What is wrong with a name of a field or symbol (https://avro.apache.org/docs/1.11.1/specification/#names). */
export function nameProblem(name: string): string | null {
  // The decoder of samples builds objects from these names, and would change the object itself.
  if (name === "__proto__") return `"__proto__" cannot be a name: programs in JavaScript could not read it`;
  if (NAME.test(name)) return null;
  return `${JSON.stringify(name)} is no name: it starts with a letter or _ and holds only letters, digits and _`;
}

/** What is wrong with a full name: names joined by dots. */
export function fullNameProblem(name: string): string | null {
  const wrong = name.split(".").find((part) => nameProblem(part) !== null);
  if (wrong !== undefined) return nameProblem(wrong);
  return isPrimitiveName(name) ? `"${name}" is a type of Avro itself and cannot be defined again` : null;
}

export function isPrimitiveName(name: string): boolean {
  return (AVRO_PRIMITIVES as readonly string[]).includes(name);
}

/** A name as written, in the namespace around it; one with a dot is full already. */
export function qualified(name: string, namespace: string): string {
  return name.includes(".") || namespace === "" ? name : `${namespace}.${name}`;
}

/** The namespace that a full name is in; empty for none. */
export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf(".")));
}

/** The full name of a definition: `name` may be full; else `namespace` counts, else the namespace around it. */
export function definedName(node: JsonNode, around: string): string {
  return qualified(textOf(node, "name") ?? "", textOf(node, "namespace") ?? around);
}

/** The texts of a list property; none where it is anything else. */
export function textsOf(node: JsonNode, property: string): string[] {
  const list = propertyOf(node, property);
  if (list === undefined) return [];
  return itemsOf(list).flatMap(({ type, value }) => (type === "string" ? [String(value)] : []));
}
