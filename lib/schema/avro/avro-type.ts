import { oneOf } from "../one-of.ts";

export const AVRO_PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"] as const;
export type AvroPrimitive = (typeof AVRO_PRIMITIVES)[number];

/** What every type may carry: `decimal (10, 2)`, and tags of its own. */
type Annotated = { logical: string | null; tags: readonly string[] };

/** A type with a name, which others refer to. `name` is the full one; aliases too. */
type Named = Annotated & { name: string; aliases: readonly string[]; doc: string };

export type AvroRecord = Named & { kind: "record"; fields: AvroField[] };
export type AvroEnum = Named & { kind: "enum"; symbols: readonly string[]; default: string | null };
export type AvroFixed = Named & { kind: "fixed"; size: number };

/** A schema as read. Names are resolved: a type that holds itself is a cycle of objects. */
export type AvroType =
  | (Annotated & { kind: "primitive"; primitive: AvroPrimitive })
  | (Annotated & { kind: "array"; items: AvroType })
  | (Annotated & { kind: "map"; values: AvroType })
  | (Annotated & { kind: "union"; branches: readonly AvroType[] })
  | AvroRecord
  | AvroEnum
  | AvroFixed;

export type AvroField = {
  name: string;
  aliases: readonly string[];
  type: AvroType;
  /** Canonical JSON; null where the field has no default. */
  default: string | null;
  doc: string;
  tags: readonly string[];
  order: string;
};

/** The last part of a full name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

export function isNull(type: AvroType): boolean {
  return type.kind === "primitive" && type.primitive === "null";
}

/** What a value of this type may be: a union's branches, or the type itself. */
export function branchesOf(type: AvroType): readonly AvroType[] {
  return type.kind === "union" ? type.branches : [type];
}

/** Whether null is one of the values. */
export function isNullable(type: AvroType): boolean {
  return branchesOf(type).some(isNull);
}

/** How a type is written for people; null in a union is told by `required`. */
export function describeAvro(type: AvroType): string {
  const base = describeBase(type);
  return type.logical === null ? base : `${base} (${type.logical})`;
}

function describeBase(type: AvroType): string {
  switch (type.kind) {
    case "primitive":
      return type.primitive;
    case "array":
      return `list of ${describeAvro(type.items)}`;
    case "map":
      return `map of ${describeAvro(type.values)}`;
    case "union": {
      const values = type.branches.filter((branch) => !isNull(branch));
      const [only] = values;
      if (values.length === 1 && only !== undefined) return describeAvro(only);
      return values.length === 0 ? "null" : oneOf(values.map(describeAvro));
    }
    case "enum":
      return `enum ${shortName(type.name)}`;
    case "fixed":
      return `fixed ${shortName(type.name)} of ${type.size} bytes`;
    case "record":
      return shortName(type.name);
  }
}
