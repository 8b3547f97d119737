import type { SchemaField } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import { checkNesting, fieldList, SchemaTooLarge } from "../field-list.ts";
import { entriesOf, type JsonNode } from "../json-text.ts";
import { joined } from "../schema-change.ts";
import { type JsonDocuments, textAround } from "./json-document.ts";
import { describeJson, docOf, type JsonSchemaView, propertiesOf, schemasOf, viewOf } from "./json-schema-view.ts";

/** Schemas that are looked into: combinations of combinations double at each level. */
const MAX_OPENINGS = 20_000;

/** Keywords whose schemas hold for the value itself, and whether they always do. */
const TOGETHER = ["allOf"];
const SOMETIMES = ["anyOf", "oneOf", "if", "then", "else"];

type Around = { nodes: readonly JsonNode[]; always: boolean; tags: readonly string[] };

/**
 * The properties of a schema with everything in them; a schema inside itself is named once and not opened again.
 * @throws SchemaTooLarge
 */
export function jsonFields(documents: JsonDocuments, root: JsonNode): SchemaField[] {
  const list = fieldList();
  const known: KnownTags = new Map();
  let openings = 0;

  function open(schema: JsonNode, path: string, around: Around): void {
    checkNesting(around.nodes.length);
    if (++openings > MAX_OPENINGS) throw new SchemaTooLarge("The schema combines too many schemas with each other");
    const view = viewOf(documents, schema);
    if (around.nodes.includes(view.node)) return;

    const nodes = [...around.nodes, view.node];
    const inside = { nodes, always: true, tags: [] };
    for (const property of propertiesOf(view)) {
      const at = joined(path, property.name);
      list.add(asField(documents, property, at, { ...around, nodes }, known));
      open(property.schema, at, inside);
    }
    for (const item of itemSchemas(view)) open(item, `${path}[]`, { ...inside, tags: around.tags });
    for (const value of valueSchemas(view)) open(value, `${path}{}`, { ...inside, tags: around.tags });
    for (const part of TOGETHER.flatMap((keyword) => schemasOf(view, keyword))) open(part, path, { ...around, nodes });
    for (const part of SOMETIMES.flatMap((keyword) => schemasOf(view, keyword))) {
      open(part, path, { ...around, nodes, always: false });
    }
  }

  const view = viewOf(documents, root);
  const tags = tagsIn(documents, view, known);
  if (view.get("properties") === undefined && tags.length > 0) {
    const type = describeJson(documents, view);
    list.add({ path: "", type, required: !view.nullable, default: null, doc: docOf(view), tags: [...tags] });
  }
  open(root, "", { nodes: [], always: true, tags });
  return list.fields();
}

/** What the items of a list are. */
function itemSchemas(view: JsonSchemaView): JsonNode[] {
  return ["items", "prefixItems", "additionalItems"].flatMap((keyword) => schemasOf(view, keyword));
}

/** What the values of an object are whose names are not known. */
function valueSchemas(view: JsonSchemaView): JsonNode[] {
  const patterns = view.get("patternProperties");
  const named = patterns === undefined ? [] : entriesOf(patterns).map(({ value }) => value);
  return [...schemasOf(view, "additionalProperties"), ...named].filter(({ type }) => type === "object");
}

function asField(
  documents: JsonDocuments,
  { schema, required }: { schema: JsonNode; required: boolean },
  path: string,
  { nodes, always, tags }: Around,
  known: KnownTags,
): SchemaField {
  const view = viewOf(documents, schema);
  const fallback = view.get("default");
  const held = [view.node, ...itemSchemas(view).map((item) => viewOf(documents, item).node)];
  const type = describeJson(documents, view);
  return {
    path,
    type: held.some((node) => nodes.includes(node)) ? `${type} (recursive)` : type,
    required: required && always && !view.nullable,
    default: fallback === undefined ? null : canonicalJson(fallback, textAround(documents, fallback)),
    doc: docOf(view),
    tags: [...new Set([...tags, ...tagsIn(documents, view, known)])],
  };
}

/** Tags on a schema, or on what a list, map or combination of it holds: the property that has it is as sensitive. */
function tagsIn(documents: JsonDocuments, view: JsonSchemaView, known: KnownTags): readonly string[] {
  const inside = known.get(view.node) ?? collectTags(documents, view);
  known.set(view.node, inside);
  return [...view.tags, ...inside];
}

/** What was found below a schema, which many properties may share. */
type KnownTags = Map<JsonNode, readonly string[]>;

function collectTags(documents: JsonDocuments, root: JsonSchemaView): string[] {
  const seen = new Set<JsonNode>();
  const tags = new Set<string>();
  const waiting = [root];
  for (let view = waiting.pop(); view !== undefined; view = waiting.pop()) {
    for (const tag of view.tags) tags.add(tag);
    if (seen.has(view.node)) continue;
    seen.add(view.node);
    const parts = [...TOGETHER, ...SOMETIMES].flatMap((keyword) => schemasOf(view, keyword));
    for (const schema of [...itemSchemas(view), ...valueSchemas(view), ...parts])
      waiting.push(viewOf(documents, schema));
  }
  return [...tags];
}
