import type { SchemaType } from "#lib/domain/schema";

/** Deeper than anybody reads: such a text is shown as it stands. */
const MAX_DEPTH = 100;

const INDENT = "  ";

/** How deep brackets nest in a text, those in strings aside. */
export function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const token of tokensOf(text)) {
    if (token === "{" || token === "[") depth += 1;
    if (token === "}" || token === "]") depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/**
 * A schema's text as people read it. Programs register JSON on one line: it is broken into lines, word for word, so that numbers keep all their
 * digits. What has lines already, and what is no JSON, stays as it is.
 */
export function readableSchema(schemaType: SchemaType, schema: string): string {
  if (schemaType === "PROTOBUF" || schema.trim().includes("\n")) return schema;
  if (!isJson(schema) || nestingOf(schema) > MAX_DEPTH) return schema;

  let depth = 0;
  let before = "";
  let text = "";
  for (const token of tokensOf(schema)) {
    const closes = token === "}" || token === "]";
    if (closes) depth -= 1;
    const opened = before === "{" || before === "[";
    const breaks = before === "," || (opened ? !closes : closes);
    text += (breaks ? `\n${INDENT.repeat(depth)}` : before === ":" ? " " : "") + token;
    if (token === "{" || token === "[") depth += 1;
    before = token;
  }
  return text;
}

/** Strings, brackets, separators and what is between them, without the space around. */
function tokensOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g) ?? [];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
