import { entriesOf, itemsOf, type JsonNode } from "./json-text.ts";

/** One text for all texts of the same value: sorted names, no white space. Numbers that would lose digits keep them as they are written: `text` is the one that the node is in. */
export function canonicalJson(node: JsonNode, text: string): string {
  switch (node.type) {
    case "object": {
      const entries = entriesOf(node).toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return `{${entries.map(({ name, value }) => `${JSON.stringify(name)}:${canonicalJson(value, text)}`).join()}}`;
    }
    case "array":
      return `[${itemsOf(node)
        .map((item) => canonicalJson(item, text))
        .join()}]`;
    case "number": {
      const value = Number(node.value);
      const exact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
      return exact ? JSON.stringify(value) : text.slice(node.offset, node.offset + node.length);
    }
    default:
      return JSON.stringify(node.value ?? null);
  }
}
