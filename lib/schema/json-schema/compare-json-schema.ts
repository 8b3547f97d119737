import type { SchemaChange } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import { entriesOf, itemsOf, type JsonNode } from "../json-text.ts";
import { pairWalk } from "../pair-walk.ts";
import { annotationChanges, type Breaks, schemaChange } from "../schema-change.ts";
import { boundChanges } from "./compare-bounds.ts";
import { type CompareJson, compareCombinations } from "./compare-combinations.ts";
import { opaqueChanges } from "./compare-opaque.ts";
import { compareProperties } from "./compare-properties.ts";
import { typeChanges } from "./compare-types.ts";
import { textAround } from "./json-document.ts";
import { docOf, type JsonSchemaView, schemasOf, viewOf } from "./json-schema-view.ts";
import type { JsonSchemaModel } from "./read-json-schema.ts";

/**
 * What differs between two JSON Schemas. A reader validates with its own schema, so a schema that allows less breaks the promise for what the
 * other one allowed; rules as Confluent's json `SchemaDiff` (open and closed objects included).
 * (https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/serdes-json.html#json-schema-compatibility-rules)
 */
export function compareJsonSchemas(before: JsonSchemaModel, after: JsonSchemaModel): SchemaChange[] {
  const walk = pairWalk<JsonNode>();
  const changes: SchemaChange[] = [];

  const compare: CompareJson = (path, one, other) => {
    const was = viewOf(before.documents, one);
    const is = viewOf(after.documents, other);
    changes.push(...annotations(path, was, is));
    walk.open(was.key, is.key, () => {
      if (one.type === "boolean" || other.type === "boolean") {
        changes.push(...booleanChanges(path, one, other));
        return;
      }
      changes.push(...typeChanges(path, was, is, { before, after }));
      changes.push(...boundChanges(path, was, is), ...opaqueChanges(path, was, is));
      compareProperties(path, was, is, changes, compare);
      compareItems(path, was, is, changes, compare);
      compareCombinations(path, was, is, changes, compare);
    });
  };

  compare("", before.root, after.root);
  return changes;
}

function annotations(field: string, before: JsonSchemaView, after: JsonSchemaView): SchemaChange[] {
  const changes = annotationChanges(
    field,
    { doc: docOf(before), tags: before.tags },
    { doc: docOf(after), tags: after.tags },
  );
  const [from, to] = [before, after].map(({ documents, get }) => {
    const value = get("default");
    return value === undefined ? null : canonicalJson(value, textAround(documents, value));
  });
  if (from === to) return changes;
  const text = "Validation does not look at defaults; programs may.";
  return [...changes, schemaChange({ field, what: "default", from: from ?? null, to: to ?? null, breaks: [], text })];
}

/** `true` allows everything, `false` nothing. */
function booleanChanges(field: string, before: JsonNode, after: JsonNode): SchemaChange[] {
  const [was, is] = [before, after].map(allowance);
  if (was === is) return [];
  const breaks: Breaks = [];
  if (is === "nothing" || was === "everything") breaks.push("backward");
  if (was === "nothing" || is === "everything") breaks.push("forward");
  const text = `It allowed ${was} and allows ${is}.`;
  return [schemaChange({ field, what: "retyped", from: was ?? null, to: is ?? null, breaks, text })];
}

function allowance(schema: JsonNode): string {
  if (schema.type === "boolean") return schema.value === true ? "everything" : "nothing";
  return entriesOf(schema).length === 0 ? "everything" : "some values";
}

/** What lists hold: one schema for all, or one per position. */
function compareItems(
  path: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  changes: SchemaChange[],
  compare: CompareJson,
): void {
  for (const keyword of ["items", "prefixItems", "additionalItems"]) {
    const was = before.get(keyword);
    const is = after.get(keyword);
    if (was === undefined && is === undefined) continue;
    if (was !== undefined && is !== undefined && was.type !== "array" && is.type !== "array") {
      compare(`${path}[]`, was, is);
      continue;
    }
    const were = schemasOf(before, keyword);
    const are = schemasOf(after, keyword);
    for (const [index, one] of were.entries()) {
      const other = are[index];
      if (other !== undefined) compare(`${path}[]`, one, other);
    }
    changes.push(...countChanges(path, keyword, were.length, are.length, was, is));
  }
}

function countChanges(
  field: string,
  keyword: string,
  before: number,
  after: number,
  was: JsonNode | undefined,
  is: JsonNode | undefined,
): SchemaChange[] {
  if (before === after && was?.type === is?.type) return [];
  const sides = {
    from: was === undefined ? null : `${itemsOf(was).length || 1} of them`,
    to: is === undefined ? null : `${itemsOf(is).length || 1} of them`,
  };
  const breaks: Breaks = before < after ? ["backward"] : before > after ? ["forward"] : ["backward", "forward"];
  const text = `What the list holds is described for ${before < after ? "more" : "fewer"} places.`;
  return [
    schemaChange({
      field,
      what: "other",
      from: sides.from && `${keyword}: ${sides.from}`,
      to: sides.to && `${keyword}: ${sides.to}`,
      breaks,
      text,
    }),
  ];
}
