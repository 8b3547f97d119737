import { entriesOf, itemsOf, type JsonNode, propertyOf, textOf } from "../json-text.ts";

/** One JSON text. `name` is how others refer to it; null for the schema itself. */
export type JsonDocument = { name: string | null; text: string; root: JsonNode };

/** The schema and all that it refers to. */
export type JsonDocuments = readonly JsonDocument[];

/** Keywords whose value holds schemas by names that people choose. */
export const NAMED = new Set([
  ...["properties", "patternProperties", "definitions", "$defs", "dependentSchemas", "dependencies"],
]);
/** Keywords whose value is data, not a schema. */
const DATA = new Set(["enum", "const", "default", "examples"]);

/** Where a `$ref` of a node leads; undefined where nothing is. Nothing is ever loaded: what is not among the documents is not there. */
export function resolveRef(documents: JsonDocuments, node: JsonNode, ref: string): JsonNode | undefined {
  const [base = "", fragment = ""] = splitOnce(ref, "#");
  const own = documentOf(documents, node);
  const document = base === "" ? own : documents.find((each) => isCalled(each, base, own));
  if (document !== undefined) return withinDocument(document.root, fragment);

  const embedded = own === undefined ? undefined : schemasIn(own.root).find((schema) => idOf(schema) === base);
  return embedded === undefined ? undefined : withinDocument(embedded, fragment);
}

/** Every schema of a document in the order of the text. */
export function schemasIn(root: JsonNode): JsonNode[] {
  const found: JsonNode[] = [];
  const waiting: { node: JsonNode; names: boolean }[] = [{ node: root, names: false }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, names } = next;
    if (!names && node.type === "object") found.push(node);
    for (const { name, value } of entriesOf(node)) {
      if (names || !DATA.has(name)) waiting.push({ node: value, names: !names && NAMED.has(name) });
    }
    for (const item of itemsOf(node)) waiting.push({ node: item, names: false });
  }
  return found;
}

/** The document that a node is in. */
function documentOf(documents: JsonDocuments, node: JsonNode): JsonDocument | undefined {
  let top = node;
  while (top.parent !== undefined) top = top.parent;
  return documents.find(({ root }) => root === top);
}

/** The text that a node is in, for the digits of its numbers. */
export function textAround(documents: JsonDocuments, node: JsonNode): string {
  return documentOf(documents, node)?.text ?? "";
}

function isCalled({ name, root }: JsonDocument, base: string, from: JsonDocument | undefined): boolean {
  const id = idOf(root);
  const absolute = against(base, from === undefined ? undefined : idOf(from.root));
  return name === base || id === base || (absolute !== null && (name === absolute || id === absolute));
}

function idOf(schema: JsonNode): string | undefined {
  return textOf(schema, "$id")?.replace(/#$/, "");
}

function against(reference: string, base: string | undefined): string | null {
  return base === undefined ? null : (URL.parse(reference, base)?.href ?? null);
}

/** A JSON pointer (RFC 6901) or an anchor. */
function withinDocument(root: JsonNode, fragment: string): JsonNode | undefined {
  if (fragment === "") return root;
  if (!fragment.startsWith("/")) {
    return schemasIn(root).find(
      (schema) => textOf(schema, "$anchor") === fragment || textOf(schema, "$id") === `#${fragment}`,
    );
  }
  let node: JsonNode | undefined = root;
  for (const step of fragment.slice(1).split("/")) {
    const name: string | null = unescaped(step);
    if (node === undefined || name === null) return undefined;
    node = node.type === "array" ? itemsOf(node)[Number(name)] : propertyOf(node, name);
  }
  return node;
}

function unescaped(step: string): string | null {
  // Malformed escapes lead nowhere; decodeURIComponent would throw on them.
  if (/%(?![0-9a-fA-F]{2})/.test(step) || /%[89a-fA-F]/.test(step)) return null;
  return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
