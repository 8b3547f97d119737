/** A message. Types are resolved: a message that holds itself is a cycle of objects. */
export type ProtobufMessage = {
  kind: "message";
  /** With its package and the messages around it. */
  name: string;
  doc: string;
  fields: ProtobufField[];
  reservedNumbers: readonly (readonly [number, number])[];
  reservedNames: readonly string[];
};

export type ProtobufEnum = { kind: "enum"; name: string; doc: string; values: ReadonlyMap<string, number> };

/** A scalar by its name: `int32`, `string`. */
export type ProtobufScalar = { kind: "scalar"; name: string };

export type ProtobufType = ProtobufScalar | ProtobufEnum | ProtobufMessage;

export type ProtobufField = {
  name: string;
  number: number;
  label: "singular" | "optional" | "required" | "repeated" | "map";
  /** What a map's keys are. */
  key: string | null;
  type: ProtobufType;
  /** The group of which at most one is set. */
  oneof: string | null;
  default: string | null;
  doc: string;
  tags: readonly string[];
};

/** A file as read: its messages and enums in the order of the text, each followed by those inside it. Names are without the package. */
export type ProtobufFile = {
  package: string;
  messages: ReadonlyMap<string, ProtobufMessage>;
  enums: ReadonlyMap<string, ProtobufEnum>;
};

/** How a field's type is written for people. */
export function describeProtobuf({ label, key, type }: ProtobufField): string {
  const name = type.kind === "message" || type.kind === "enum" ? shortName(type.name) : type.name;
  const one = type.kind === "enum" ? `enum ${name}` : name;
  if (label === "map") return `map of ${key ?? "string"} to ${one}`;
  return label === "repeated" ? `list of ${one}` : one;
}

/** The last part of a full name; Google's own types keep theirs, which everybody knows. */
export function shortName(name: string): string {
  return name.startsWith("google.protobuf.") ? name : name.slice(name.lastIndexOf(".") + 1);
}
