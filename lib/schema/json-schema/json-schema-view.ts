import { canonicalJson } from "../canonical-json.ts";
import { entriesOf, itemsOf, type JsonEntry, type JsonNode, propertyOf, textOf } from "../json-text.ts";
import { tagsOf } from "../tags.ts";
import { DOCUMENTATION } from "./bare-json-schema.ts";
import { type JsonDocuments, resolveRef, textAround } from "./json-document.ts";

/** References after references that are followed; more are a circle. */
const MAX_HOPS = 32;

/**
 * A schema as it acts: what it says itself, then what its `$ref` leads to, then, where it is "null or one other", that other. A keyword counts
 * where it first stands.
 */
export type JsonSchemaView = {
  documents: JsonDocuments;
  /** The last of the nodes. */
  node: JsonNode;
  /** Two views with the same one say the same: what bare references lead to, else the schema itself. */
  key: JsonNode;
  /** The last part of the reference; null where there was none. */
  name: string | null;
  nullable: boolean;
  get(keyword: string): JsonNode | undefined;
  /** What stands in it by any keyword: one entry per place, those that count first. */
  entries: readonly JsonEntry[];
  text(keyword: string): string | undefined;
  tags: readonly string[];
};

export function viewOf(documents: JsonDocuments, schema: JsonNode): JsonSchemaView {
  const known = views.get(schema);
  if (known !== undefined) return known;
  const view = makeView(documents, schema);
  views.set(schema, view);
  return view;
}

/** Many properties may share one schema. A node belongs to one parse, and so to one set of documents. */
const views = new WeakMap<JsonNode, JsonSchemaView>();

function makeView(documents: JsonDocuments, schema: JsonNode): JsonSchemaView {
  const layers: { node: JsonNode; skip: string | null }[] = [];
  let name: string | null = null;
  let nullable = false;
  let node: JsonNode | undefined = schema;
  for (let hops = 0; node !== undefined && hops < MAX_HOPS; hops++) {
    const ref: string | undefined = textOf(node, "$ref");
    const other: { keyword: string; node: JsonNode } | null = ref === undefined ? besideNull(node) : null;
    nullable ||= other !== null;
    layers.push({ node, skip: other?.keyword ?? null });
    if (ref !== undefined) name = ref.slice(Math.max(ref.lastIndexOf("/"), ref.lastIndexOf("#")) + 1) || name;
    node = ref === undefined ? other?.node : resolveRef(documents, node, ref);
  }

  const get = (keyword: string): JsonNode | undefined => {
    for (const layer of layers) {
      const value = layer.skip === keyword ? undefined : propertyOf(layer.node, keyword);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const types = typeNames(get("type"));
  const last = layers.at(-1)?.node ?? schema;
  return {
    documents,
    node: last,
    key: layers.every((layer) => layer.node === last || isBareRef(layer.node)) ? last : schema,
    name,
    nullable: nullable || (types?.includes("null") ?? false),
    get,
    entries: layers.flatMap((layer) => entriesOf(layer.node).filter(({ name }) => name !== layer.skip)),
    text: (keyword) => {
      const value = get(keyword);
      return value?.type === "string" ? String(value.value) : undefined;
    },
    tags: [...new Set(layers.flatMap((layer) => tagsOf(layer.node)))],
  };
}

/** Nothing but a reference, and what people read beside it. */
function isBareRef(schema: JsonNode): boolean {
  return entriesOf(schema).every(({ name }) => name === "$ref" || DOCUMENTATION.has(name));
}

/** The types that are allowed; null for all. */
export function typesOf({ get }: JsonSchemaView): string[] | null {
  return typeNames(get("type"));
}

/** A keyword as it is written; null where it is not. */
export function writtenIn({ documents, get }: JsonSchemaView, keyword: string): string | null {
  const value = get(keyword);
  return value === undefined ? null : `${keyword}: ${canonicalJson(value, textAround(documents, value))}`;
}

/** The schemas of a keyword that holds one, a list, or some by name. */
export function schemasOf({ get }: JsonSchemaView, keyword: string): JsonNode[] {
  const value = get(keyword);
  if (value === undefined) return [];
  return value.type === "array" ? itemsOf(value) : [value];
}

/** A property as its object describes it. */
type Property = { name: string; schema: JsonNode; required: boolean; documents: JsonDocuments };

/** The properties by name, and whether each must be there. */
export function propertiesOf(view: JsonSchemaView): Property[] {
  const { documents, get } = view;
  const required = requiredNames(view);
  return entriesOf(get("properties") ?? NOTHING).map(({ name, value }) => ({
    name,
    schema: value,
    required: required.has(name),
    documents,
  }));
}

/** The names of the properties that must be there, described or not. */
export function requiredNames({ get }: JsonSchemaView): Set<string> {
  return new Set(itemsOf(get("required") ?? NOTHING).map(({ value }) => String(value)));
}

export function docOf({ text }: JsonSchemaView): string {
  return text("description") ?? text("title") ?? "";
}

/** How a schema is written for people. `level` bounds what is inside. */
export function describeJson(documents: JsonDocuments, view: JsonSchemaView, level = 0): string {
  const inner = (schema: JsonNode) => (level > 4 ? "…" : describeJson(documents, viewOf(documents, schema), level + 1));
  const alternatives = [...schemasOf(view, "oneOf"), ...schemasOf(view, "anyOf")];
  if (view.get("const") !== undefined) return "constant";
  if (view.get("enum") !== undefined) return "enum";
  if (alternatives.length > 0) return `one of ${[...new Set(alternatives.slice(0, 12).map(inner))].join(", ")}`;

  const types = (typesOf(view) ?? []).filter((type) => type !== "null");
  const [type] = types;
  if (types.length > 1) return `one of ${types.join(", ")}`;
  if (type === "array") return `list of ${schemasOf(view, "items").slice(0, 1).map(inner).join("") || "any"}`;
  if (type === "object" || (type === undefined && view.get("properties") !== undefined)) {
    const values = view.get("additionalProperties");
    if (view.get("properties") === undefined && values?.type === "object") return `map of ${inner(values)}`;
    return view.text("title") ?? view.name ?? "object";
  }
  const format = view.text("format");
  return format === undefined ? (type ?? view.name ?? "any") : `${type ?? "any"} (${format})`;
}

/** Stands for a keyword that is not there. */
const NOTHING: JsonNode = { type: "null", offset: 0, length: 0 };

function typeNames(type: JsonNode | undefined): string[] | null {
  if (type === undefined) return null;
  return (type.type === "array" ? itemsOf(type) : [type]).map(({ value }) => String(value));
}

/** `oneOf` or `anyOf` of null and one other: the way to say that it may be null. */
function besideNull(node: JsonNode): { keyword: string; node: JsonNode } | null {
  for (const keyword of ["oneOf", "anyOf"]) {
    const list = propertyOf(node, keyword);
    const branches = list === undefined ? [] : itemsOf(list);
    const others = branches.filter((branch) => textOf(branch, "type") !== "null");
    const [other] = others;
    if (branches.length === 2 && others.length === 1 && other !== undefined) return { keyword, node: other };
  }
  return null;
}
