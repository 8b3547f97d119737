import protobuf from "protobufjs";
import type { ProtobufEnum, ProtobufField, ProtobufFile, ProtobufMessage, ProtobufType } from "./protobuf-type.ts";

/** Our own picture of the library's: resolved types, labels by one word, and the types of one file only. */
export function buildProtobuf(root: protobuf.Root, packageName: string, own: ReadonlySet<string>): ProtobufFile {
  const { messageOf, enumOf } = builders();
  const messages = new Map<string, ProtobufMessage>();
  const enums = new Map<string, ProtobufEnum>();
  const around = packageName === "" ? root : (root.lookup(packageName) as protobuf.NamespaceBase | null);
  for (const type of around === null ? [] : typesIn(around)) {
    const name = packageName === "" ? nameOf(type) : nameOf(type).slice(packageName.length + 1);
    if (!own.has(name.split(".")[0] ?? "")) continue;
    if (type instanceof protobuf.Enum) enums.set(name, enumOf(type));
    else messages.set(name, messageOf(type));
  }
  return { package: packageName, messages, enums };
}

/** Each type is built once, so that a message inside itself ends. */
function builders() {
  const messages = new Map<protobuf.Type, ProtobufMessage>();
  const enums = new Map<protobuf.Enum, ProtobufEnum>();

  function enumOf(type: protobuf.Enum): ProtobufEnum {
    const known = enums.get(type);
    if (known !== undefined) return known;
    const name = nameOf(type);
    const built = {
      kind: "enum",
      name,
      doc: type.comment ?? "",
      values: new Map(Object.entries(type.values)),
    } as const;
    enums.set(type, built);
    return built;
  }

  function messageOf(type: protobuf.Type): ProtobufMessage {
    const known = messages.get(type);
    if (known !== undefined) return known;
    const reserved = type.reserved ?? [];
    const built: ProtobufMessage = {
      kind: "message",
      name: nameOf(type),
      doc: type.comment ?? "",
      fields: [],
      reservedNumbers: reserved.flatMap((range) => (typeof range === "string" ? [] : [[range[0] ?? 0, range[1] ?? 0]])),
      reservedNames: reserved.filter((range) => typeof range === "string"),
    };
    messages.set(type, built);
    built.fields = type.fieldsArray.map((field) => fieldOf(field, typeOf(field)));
    return built;
  }

  function typeOf(field: protobuf.Field): ProtobufType {
    if (field.resolvedType instanceof protobuf.Type) return messageOf(field.resolvedType);
    if (field.resolvedType instanceof protobuf.Enum) return enumOf(field.resolvedType);
    return { kind: "scalar", name: field.type };
  }

  return { messageOf, enumOf };
}

/** Messages and enums below, each before what is inside it. */
function typesIn(around: protobuf.NamespaceBase): (protobuf.Type | protobuf.Enum)[] {
  return around.nestedArray.flatMap((inner) => {
    if (inner instanceof protobuf.Enum) return [inner];
    return inner instanceof protobuf.Type ? [inner, ...typesIn(inner)] : [];
  });
}

function fieldOf(field: protobuf.Field, type: ProtobufType): ProtobufField {
  const options: Record<string, unknown> = field.options ?? {};
  const fallback = options.default;
  const oneof = field.partOf;
  return {
    name: field.name,
    number: field.id,
    label: labelOf(field),
    key: field instanceof protobuf.MapField ? field.keyType : null,
    type,
    // proto3's "optional" is a group of one that nobody wrote.
    oneof: oneof === null || options.proto3_optional === true ? null : oneof.name,
    default: fallback === undefined ? null : JSON.stringify(fallback),
    doc: field.comment ?? "",
    tags: tagsOfField(field),
  };
}

function labelOf(field: protobuf.Field): ProtobufField["label"] {
  if (field.map) return "map";
  if (field.repeated) return "repeated";
  if (field.required) return "required";
  return field.options?.proto3_optional === true ? "optional" : "singular";
}

/** `(confluent.field_meta).tags`, given once, several times, or as a list in `(confluent.field_meta) = { tags: […] }`. */
function tagsOfField(field: protobuf.Field): string[] {
  const parsed: unknown = field.parsedOptions;
  return (Array.isArray(parsed) ? parsed : []).flatMap((option: Record<string, unknown>) => {
    const meta = option["(confluent.field_meta)"] ?? option["(.confluent.field_meta)"];
    const tags = typeof meta === "object" && meta !== null && "tags" in meta ? meta.tags : [];
    return [tags].flat().filter((tag) => typeof tag === "string");
  });
}

/** Without the dot in front. */
function nameOf(type: protobuf.ReflectionObject): string {
  return type.fullName.replace(/^\./, "");
}
