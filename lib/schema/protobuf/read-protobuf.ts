import type { SchemaField, SchemaProblem } from "#lib/domain/schema";
import type { UsedSchema } from "../collect-references.ts";
import { SchemaTooLarge } from "../field-list.ts";
import { problemAt } from "../text-position.ts";
import { buildProtobuf } from "./build-protobuf.ts";
import { checkProtobuf } from "./check-protobuf.ts";
import { loadProtobuf } from "./load-protobuf.ts";
import { protobufFields } from "./protobuf-fields.ts";
import { canonicalProtobuf, type ProtobufToken, protobufTokens } from "./protobuf-tokens.ts";
import type { ProtobufFile } from "./protobuf-type.ts";

export type ProtobufSchema = {
  model: ProtobufFile;
  recordName: string | null;
  fields: SchemaField[];
  canonical: string;
};

/**
 * A Protobuf file (https://protobuf.dev/programming-guides/proto3/, …/proto2/). Its first message is what records hold.
 * @param references what it imports, in the order in which they can be read
 */
export function readProtobuf(
  text: string,
  references: readonly UsedSchema[],
): { ok: true; value: ProtobufSchema } | { ok: false; problems: SchemaProblem[] } {
  const loaded = loadProtobuf(text, references);
  if (!loaded.ok) return loaded;

  const tokens = protobufTokens(text);
  const model = buildProtobuf(loaded.root, loaded.package, definedIn(tokens));
  const [first] = model.messages.values();
  if (first === undefined) return { ok: false, problems: [problemAt(text, 0, "The file defines no message")] };

  const problems = checkProtobuf(model, text, tokens);
  if (problems.length > 0) return { ok: false, problems };
  try {
    const fields = protobufFields(first);
    return { ok: true, value: { model, recordName: first.name, fields, canonical: canonicalProtobuf(tokens) } };
  } catch (error) {
    if (error instanceof SchemaTooLarge) return { ok: false, problems: [problemAt(text, null, error.message)] };
    throw error;
  }
}

/** The names of the file's own outer types; an imported file may have the same package. */
function definedIn(tokens: readonly ProtobufToken[]): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  for (const [index, { text }] of tokens.entries()) {
    if (text === "{") depth++;
    else if (text === "}") depth--;
    else if (depth === 0 && (text === "message" || text === "enum")) names.add(tokens[index + 1]?.text ?? "");
  }
  return names;
}
