import { isSensitive, type SchemaField } from "#lib/domain/schema";

/** A SchemaProperty of ODCS; one without a name stands for the items of a list. */
export type ContractProperty = {
  name?: string;
  logicalType?: string;
  physicalType: string;
  description?: string;
  required?: boolean;
  classification?: string;
  tags?: string[];
  properties?: ContractProperty[];
  items?: ContractProperty;
};

/** The fields of a schema as nested properties, in their order. `classification` is the topic's; sensitive fields are restricted. */
export function contractProperties(fields: readonly SchemaField[], classification: string | null): ContractProperty[] {
  const roots: ContractProperty[] = [];
  const byPath = new Map<string, ContractProperty>();
  for (const field of fields) {
    const [parentPath, name] = split(field.path);
    // What is in a list or a map hangs on the field that holds it.
    const parent = byPath.get(parentPath.replace(/(\[\]|\{\})+$/, ""));
    const property = propertyOf(field, parent ? name : field.path, classification);
    byPath.set(field.path, property);
    if (parent) addTo(parent, parentPath, property);
    else roots.push(property);
  }
  return roots;
}

/** `lines[].price` is `price` in `lines[]`; a name may hold no dot in any kind of schema that is nested. */
function split(path: string): [parent: string, name: string] {
  const at = path.lastIndexOf(".");
  return at < 0 ? ["", path] : [path.slice(0, at), path.slice(at + 1)];
}

function addTo(parent: ContractProperty, parentPath: string, child: ContractProperty): void {
  if (!parentPath.endsWith("[]")) {
    parent.logicalType = "object";
    parent.properties = [...(parent.properties ?? []), child];
    return;
  }
  parent.logicalType = "array";
  const items = parent.items ?? { logicalType: "object", physicalType: "record" };
  parent.items = { ...items, properties: [...(items.properties ?? []), child] };
}

function propertyOf(field: SchemaField, name: string, classification: string | null): ContractProperty {
  const logicalType = logicalTypeOf(field.type);
  const level = isSensitive(field) ? "restricted" : classification;
  return {
    name,
    ...(logicalType ? { logicalType } : {}),
    physicalType: field.type,
    required: field.required,
    ...(field.doc === "" ? {} : { description: field.doc }),
    ...(level === null ? {} : { classification: level }),
    ...(field.tags.length === 0 ? {} : { tags: field.tags }),
  };
}

const LOGICAL_TYPES: readonly (readonly [RegExp, string])[] = [
  [/^list of /, "array"],
  [/^map of /, "object"],
  [/\(.*timestamp.*\)$|^google\.protobuf\.Timestamp$|\bdate-time\b/, "timestamp"],
  [/\(.*time-(millis|micros)\)$/, "time"],
  [/\(date\)$/, "date"],
  [/^(int|long|integer|u?int(32|64)|sint(32|64)|s?fixed(32|64))\b/, "integer"],
  [/^(float|double|number)\b|\(decimal/, "number"],
  [/^bool(ean)?\b/, "boolean"],
  [/^(string|enum)\b/, "string"],
  [/^(object|record)\b/, "object"],
];

/** By the words of the schema's own type; undefined where ODCS has none for it. */
function logicalTypeOf(type: string): string | undefined {
  return LOGICAL_TYPES.find(([pattern]) => pattern.test(type))?.[1];
}
