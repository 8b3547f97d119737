/** Gives each name once. */
export type FreeNames = (wanted: string) => string;

/** Names of types or fields as Avro and Protobuf allow them; one that is taken gets a number. */
export function freeNames(taken: readonly string[] = []): FreeNames {
  // Without regard to case, as some generated code has to be.
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return (wanted) => {
    const base = identifier(wanted);
    let name = base;
    for (let number = 2; used.has(name.toLowerCase()); number++) name = `${base}_${number}`;
    used.add(name.toLowerCase());
    return name;
  };
}

/** A text as an identifier: letters, digits and _, no digit first. */
export function identifier(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_]/g, "_").slice(0, 100);
  if (plain === "" || plain === "__proto__") return "field";
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

/** `line items` as the name of a type: `LineItems`. */
export function typeName(text: string): string {
  const words = identifier(text)
    .split("_")
    .filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return name === "" || /^\d/.test(name) ? `Type${name}` : name;
}

/** A full name in its two parts, both as identifiers. */
export function splitName(fullName: string): { namespace: string; name: string } {
  const parts = fullName
    .split(/[.]+/)
    .filter((part) => part !== "")
    .map(identifier);
  return { namespace: parts.slice(0, -1).join("."), name: typeName(parts.at(-1) ?? "Record") };
}
