import type { SchemaField } from "#lib/domain/schema";
import { checkNesting, fieldList } from "../field-list.ts";
import { joined } from "../schema-change.ts";
import { describeProtobuf, type ProtobufField, type ProtobufMessage } from "./protobuf-type.ts";

/**
 * The fields of a message with everything in them. Google's own types are values, and are not opened.
 * @throws SchemaTooLarge
 */
export function protobufFields(root: ProtobufMessage | undefined): SchemaField[] {
  const list = fieldList();

  function open(message: ProtobufMessage, path: string, around: readonly ProtobufMessage[]): void {
    checkNesting(around.length);
    const inside = [...around, message];
    for (const field of message.fields) {
      const at = joined(path, field.name);
      const again = field.type.kind === "message" && inside.includes(field.type);
      list.add(asField(field, at, again));
      if (field.type.kind === "message" && !again && !field.type.name.startsWith("google.protobuf.")) {
        open(field.type, `${at}${suffixOf(field)}`, inside);
      }
    }
  }

  if (root !== undefined) open(root, "", []);
  return list.fields();
}

/** What stands in a path for "each of them". */
export function suffixOf({ label }: ProtobufField): string {
  if (label === "map") return "{}";
  return label === "repeated" ? "[]" : "";
}

function asField(field: ProtobufField, path: string, again: boolean): SchemaField {
  const type = describeProtobuf(field);
  return {
    path,
    type: again ? `${type} (recursive)` : type,
    required: field.label === "required",
    default: field.default,
    doc: field.doc,
    tags: [...field.tags],
  };
}
