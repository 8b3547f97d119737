import protobuf from "protobufjs";
import type { SchemaProblem } from "#lib/domain/schema";
import type { UsedSchema } from "../collect-references.ts";
import { MAX_NESTING } from "../schema-limits.ts";
import { problemAt, shortMessage } from "../text-position.ts";
import { bracesBelow, findTokens, protobufTokens } from "./protobuf-tokens.ts";

/** Imports that are only about options, which need no definition to be read. */
const BUILT_IN_OPTIONS = new Set(["confluent/meta.proto", "confluent/type/decimal.proto"]);

/** What files extend that define options of their own; what is in these messages does not matter to records. */
const OPTION_MESSAGES = {
  google: {
    nested: {
      protobuf: {
        nested: Object.fromEntries(
          ["File", "Message", "Field", "Oneof", "Enum", "EnumValue", "Service", "Method", "ExtensionRange"].map(
            (name) => [`${name}Options`, { fields: {}, extensions: [[1000, 536_870_911]] }],
          ),
        ),
      },
    },
  },
};

/** A list as value of an option, which some parsers take: `(confluent.field_meta).tags = ["PII"]`. The library wants each text by itself. */
const TAG_LIST = /(\(\s*\.?confluent\.field_meta\s*\)\s*\.\s*tags\s*=\s*)\[([^\][{}()]*)\]/g;

type Loaded = { ok: true; root: protobuf.Root; package: string } | { ok: false; problems: SchemaProblem[] };

/**
 * Parses a Protobuf text and what it imports, and resolves all names. Nothing is ever read from a disk: an import is one of the references, or
 * one of Google's well-known types.
 */
export function loadProtobuf(text: string, references: readonly UsedSchema[]): Loaded {
  const root = new protobuf.Root();
  const known = new Set(references.map(({ name }) => name));
  for (const { name, definition } of references) {
    const read = parseInto(root, definition.schema, known);
    if (!read.ok) return { ok: false, problems: read.problems.map(({ message }) => inReference(name, message)) };
  }

  const read = parseInto(root, text, known);
  if (!read.ok) return read;
  try {
    root.resolveAll();
    return { ok: true, root, package: read.package };
  } catch (error) {
    return { ok: false, problems: [located(text, messageOf(error))] };
  }
}

function parseInto(
  root: protobuf.Root,
  text: string,
  known: ReadonlySet<string>,
): { ok: true; package: string } | { ok: false; problems: SchemaProblem[] } {
  const refused = unreadable(text);
  if (refused !== null) return { ok: false, problems: [refused] };
  try {
    const parsed = protobuf.parse(tagsByThemselves(text), root, { keepCase: true, alternateCommentMode: true });
    const imports = [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])];
    const problems = imports.flatMap((path) => importProblem(root, text, path, known));
    return problems.length > 0 ? { ok: false, problems } : { ok: true, package: parsed.package ?? "" };
  } catch (error) {
    return { ok: false, problems: [located(text, messageOf(error))] };
  }
}

/** What the library would get wrong without saying so. */
function unreadable(text: string): SchemaProblem | null {
  const tokens = protobufTokens(text);
  const deep = bracesBelow(tokens, MAX_NESTING);
  if (deep !== null) return problemAt(text, deep, `Braces are nested more than ${MAX_NESTING} levels deep`);

  const forbidden = tokens.find((token) => token.text.split(".").includes("__proto__"));
  if (forbidden !== undefined) {
    return problemAt(text, forbidden.offset, `"__proto__" cannot be a name: programs in JavaScript could not read it`);
  }
  const edition = findTokens(tokens, ["edition", "="]);
  return edition === null ? null : problemAt(text, edition, `Editions are not read: say syntax = "proto3" or "proto2"`);
}

function importProblem(root: protobuf.Root, text: string, path: string, known: ReadonlySet<string>): SchemaProblem[] {
  if (known.has(path) || BUILT_IN_OPTIONS.has(path)) return [];

  const common = protobuf.common.get(path);
  const nested = path === "google/protobuf/descriptor.proto" ? OPTION_MESSAGES : common?.nested;
  if (nested !== undefined && nested !== null) {
    // Added again by another file, the same names would be a conflict.
    if (root.lookup(firstTypeOf(path)) === null) root.addJSON(nested as { [name: string]: protobuf.AnyNestedObject });
    return [];
  }
  const message = `The import "${path}" is not known: name it as a reference, or use one of google/protobuf`;
  return [problemAt(text, findTokens(protobufTokens(text), [`"${path}"`]), message)];
}

const FIRST_TYPES = new Map([
  ["any", "Any"],
  ["duration", "Duration"],
  ["timestamp", "Timestamp"],
  ["empty", "Empty"],
  ["struct", "Struct"],
  ["wrappers", "StringValue"],
  ["field_mask", "FieldMask"],
  ["descriptor", "FileOptions"],
]);

function firstTypeOf(path: string): string {
  const file = path.slice("google/protobuf/".length, -".proto".length);
  return `google.protobuf.${FIRST_TYPES.get(file) ?? file}`;
}

function tagsByThemselves(text: string): string {
  return text.replaceAll(TAG_LIST, (_, option: string, list: string) => {
    const breaks = "\n".repeat((option + list).split("\n").length - 1);
    const each = list.split(",").flatMap((item) => item.trim() || []);
    return `${each.map((item) => `(confluent.field_meta).tags = ${item}`).join(", ")}${breaks}`;
  });
}

/** The library's message without its own line, at that line and at the word it names. */
function located(text: string, message: string): SchemaProblem {
  const line = Number(/ \((?:[^()]*, )?line (\d+)\)/.exec(message)?.[1] ?? 0);
  const plain = message.replace(/ \((?:[^()]*, )?line \d+\)/, "");
  const word = /'([^']+)'/.exec(plain)?.[1] ?? "";
  if (line === 0) {
    const short = word.slice(word.lastIndexOf(".") + 1);
    return problemAt(
      text,
      findTokens(protobufTokens(text), [word]) ?? findTokens(protobufTokens(text), [short]),
      plain,
    );
  }
  const column = (text.split("\n")[line - 1] ?? "").indexOf(word);
  return { message: shortMessage(plain), line, column: Math.max(0, column) + 1 };
}

function inReference(name: string, message: string): SchemaProblem {
  return { message: `The reference "${name}" cannot be read: ${message}`, line: null, column: null };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
