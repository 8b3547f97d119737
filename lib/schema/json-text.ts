import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { SchemaProblem } from "#lib/domain/schema";
import { MAX_PROBLEMS, MAX_TEXT_DEPTH } from "./schema-limits.ts";
import { problemAt } from "./text-position.ts";

/** A JSON value with its place in the text. */
export type JsonNode = Node;

/** One property of a JSON object. */
export type JsonEntry = { name: string; key: JsonNode; value: JsonNode };

type JsonText = { ok: true; root: JsonNode; value: unknown } | { ok: false; problems: SchemaProblem[] };

/** The parser's codes in words. */
const SYNTAX = new Map(
  Object.entries({
    InvalidSymbol: "Not JSON: this is no value; text stands in double quotes",
    InvalidNumberFormat: "Not JSON: this is not a number",
    PropertyNameExpected: "Not JSON: a property's name in double quotes is expected here",
    ValueExpected: "Not JSON: a value is expected here",
    ColonExpected: "Not JSON: a colon is expected here",
    CommaExpected: "Not JSON: a comma is expected here",
    CloseBraceExpected: "Not JSON: a closing brace is expected here",
    CloseBracketExpected: "Not JSON: a closing bracket is expected here",
    EndOfFileExpected: "Not JSON: something follows after the end",
    InvalidCommentToken: "Not JSON: comments are not allowed",
    UnexpectedEndOfComment: "Not JSON: comments are not allowed",
    UnexpectedEndOfString: "Not JSON: the text in double quotes does not end",
    UnexpectedEndOfNumber: "Not JSON: the number does not end",
    InvalidUnicode: "Not JSON: \\u needs four hexadecimal digits",
    InvalidEscapeCharacter: "Not JSON: this character cannot follow a backslash",
    InvalidCharacter: "Not JSON: a control character; write it as an escape such as \\n",
  }),
);

/**
 * A text as JSON in the strict sense, with every value's place. Names given twice, text that no database stores (half a surrogate pair, NUL) and
 * brackets deeper than {@link MAX_TEXT_DEPTH} are refused.
 */
export function parseJsonText(text: string): JsonText {
  const tooDeep = offsetBelow(text, MAX_TEXT_DEPTH);
  if (tooDeep !== null) {
    const message = `Brackets are nested more than ${MAX_TEXT_DEPTH} levels deep`;
    return { ok: false, problems: [problemAt(text, tooDeep, message)] };
  }

  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const wrong = errors[0];
  if (wrong !== undefined) {
    return {
      ok: false,
      problems: [problemAt(text, wrong.offset, SYNTAX.get(printParseErrorCode(wrong.error)) ?? "Not JSON")],
    };
  }
  if (root === undefined) return { ok: false, problems: [problemAt(text, 0, "Not JSON: a value is expected here")] };

  const problems = suspectValues(text, root);
  return problems.length > 0 ? { ok: false, problems } : strictly(text, root);
}

/** The properties of an object in the order of the text; none of anything else. */
export function entriesOf(node: JsonNode): JsonEntry[] {
  if (node.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key && value ? [{ name: String(key.value), key, value }] : [];
  });
}

/** The values of a list in the order of the text; none of anything else. */
export function itemsOf(node: JsonNode): JsonNode[] {
  return node.type === "array" ? (node.children ?? []) : [];
}

/** An object's property by its name. Looks without collecting: it is asked for very often. */
export function propertyOf(node: JsonNode, name: string): JsonNode | undefined {
  if (node.type !== "object") return undefined;
  return node.children?.find(({ children }) => children?.[0]?.value === name)?.children?.[1];
}

/** An object's property where it is text. */
export function textOf(node: JsonNode, name: string): string | undefined {
  const value = propertyOf(node, name);
  return value?.type === "string" ? String(value.value) : undefined;
}

/** Where brackets first go deeper than `limit`; without recursion, and before any parser that has one. */
function offsetBelow(text: string, limit: number): number | null {
  let depth = 0;
  let quoted = false;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset];
    if (quoted) {
      if (character === "\\") offset++;
      else if (character === '"' || character === "\n") quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > limit) return offset;
  }
  return null;
}

function suspectValues(text: string, root: JsonNode): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined && problems.length < MAX_PROBLEMS; node = waiting.pop()) {
    if (node.type === "string" && !isStorable(String(node.value))) {
      problems.push(problemAt(text, node.offset, "This text is not valid Unicode: half a surrogate pair, or NUL"));
    }
    const names = new Set<string>();
    for (const { name, key } of entriesOf(node)) {
      if (names.has(name)) problems.push(problemAt(text, key.offset, `"${name}" is given twice in one object`));
      names.add(name);
    }
    waiting.push(...(node.children ?? []));
  }
  return problems;
}

function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes("\0");
}

/** The tolerant parser has no error; the strict one has the last word. */
function strictly(text: string, root: JsonNode): JsonText {
  try {
    return { ok: true, root, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problems: [problemAt(text, null, `Not JSON: ${String(error)}`)] };
  }
}
