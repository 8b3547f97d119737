import type { SchemaChange } from "#lib/domain/schema";
import { canonicalJson } from "../canonical-json.ts";
import type { JsonNode } from "../json-text.ts";
import { type Breaks, schemaChange } from "../schema-change.ts";
import { textAround } from "./json-document.ts";
import { type JsonSchemaView, schemasOf } from "./json-schema-view.ts";

export type CompareJson = (path: string, before: JsonNode, after: JsonNode) => void;

/** `allOf`: each more allows less. `anyOf`, `oneOf`: each more allows more. Equal parts are paired first, the others in their order. */
export function compareCombinations(
  path: string,
  before: JsonSchemaView,
  after: JsonSchemaView,
  changes: SchemaChange[],
  compare: CompareJson,
): void {
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const was = schemasOf(before, keyword);
    const is = schemasOf(after, keyword);
    if (was.length === 0 && is.length === 0) continue;

    const pairs = pairParts(textsOf(before, was), textsOf(after, is));
    for (const [one, other] of pairs) compare(path, one, other);
    const gone = was.length - pairs.length;
    const added = is.length - pairs.length;
    if (gone === 0 && added === 0) continue;
    changes.push(partChange(path, keyword, was.length, is.length));
  }
}

/** Parts with their texts. */
type Parts = readonly (readonly [part: JsonNode, text: string])[];

function textsOf({ documents }: JsonSchemaView, parts: readonly JsonNode[]): Parts {
  return parts.map((part) => [part, canonicalJson(part, textAround(documents, part))] as const);
}

function pairParts(before: Parts, after: Parts): [JsonNode, JsonNode][] {
  const waiting = Map.groupBy(after, ([, text]) => text);
  const equal = before.flatMap(([part, text]): [JsonNode, JsonNode][] => {
    const other = waiting.get(text)?.shift();
    return other === undefined ? [] : [[part, other[0]]];
  });
  const paired = new Set(equal.flat());
  const left = after.filter(([part]) => !paired.has(part));
  const others = before
    .filter(([part]) => !paired.has(part))
    .flatMap(([part], index): [JsonNode, JsonNode][] => {
      const other = left[index];
      return other === undefined ? [] : [[part, other[0]]];
    });
  return [...equal, ...others];
}

function partChange(field: string, keyword: string, before: number, after: number): SchemaChange {
  // Without any part nothing was restricted: the first one allows less, whatever the keyword.
  const less = keyword === "allOf" || before === 0 || after === 0 ? after > before : after < before;
  const breaks: Breaks = less ? ["backward"] : ["forward"];
  const text = less
    ? "It allows less: readers with the new version may refuse what is stored."
    : "It allows more: readers with the version before may refuse what is written.";
  const sides = { from: `${keyword} of ${before}`, to: `${keyword} of ${after}` };
  return schemaChange({ field, what: "retyped", ...sides, breaks, text });
}
