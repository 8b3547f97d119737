import type { SchemaField } from "#lib/domain/schema";
import { checkNesting, fieldList } from "../field-list.ts";
import { joined } from "../schema-change.ts";
import { type AvroField, type AvroType, describeAvro, isNullable } from "./avro-type.ts";

/**
 * The fields of a schema with everything in them; a record inside itself is named once and not opened again.
 * @throws SchemaTooLarge
 */
export function avroFields(root: AvroType): SchemaField[] {
  const list = fieldList();

  function open(type: AvroType, path: string, inside: readonly AvroType[], inherited: readonly string[]): void {
    checkNesting(inside.length);
    const within = [...inside, type];
    switch (type.kind) {
      case "array":
        open(type.items, `${path}[]`, within, inherited);
        return;
      case "map":
        open(type.values, `${path}{}`, within, inherited);
        return;
      case "union":
        for (const branch of type.branches) open(branch, path, within, inherited);
        return;
      case "record":
        if (inside.includes(type)) return;
        for (const field of type.fields) {
          const at = joined(path, field.name);
          list.add(asField(field, at, within, inherited));
          open(field.type, at, within, []);
        }
    }
  }

  const tags = [...tagsIn(root, [])];
  if (root.kind !== "record" && tags.length > 0) {
    list.add({ path: "", type: describeAvro(root), required: !isNullable(root), default: null, doc: "", tags });
  }
  open(root, "", [], tags);
  return list.fields();
}

function asField(
  field: AvroField,
  path: string,
  inside: readonly AvroType[],
  inherited: readonly string[],
): SchemaField {
  return {
    path,
    type: holdsAnyOf(field.type, inside) ? `${describeAvro(field.type)} (recursive)` : describeAvro(field.type),
    required: !isNullable(field.type),
    default: field.default,
    doc: field.doc,
    tags: [...new Set([...field.tags, ...inherited, ...tagsIn(field.type, inside)])],
  };
}

/** Whether the value itself, or what a list, map or union of it holds, is a record we are inside of. */
function holdsAnyOf(type: AvroType, inside: readonly AvroType[]): boolean {
  switch (type.kind) {
    case "array":
      return holdsAnyOf(type.items, inside);
    case "map":
      return holdsAnyOf(type.values, inside);
    case "union":
      return type.branches.some((branch) => holdsAnyOf(branch, inside));
    case "record":
      return inside.includes(type);
    default:
      return false;
  }
}

/** Tags on a type, or on what a list, map or union of it holds: the field that has it is as sensitive. */
function tagsIn(type: AvroType, inside: readonly AvroType[]): readonly string[] {
  switch (type.kind) {
    case "array":
      return [...type.tags, ...tagsIn(type.items, inside)];
    case "map":
      return [...type.tags, ...tagsIn(type.values, inside)];
    case "union":
      return [...type.tags, ...type.branches.flatMap((branch) => tagsIn(branch, inside))];
    default:
      return type.tags;
  }
}
