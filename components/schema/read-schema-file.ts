import { fail, ok, type Result } from "#lib/domain/result";
import { MAX_SCHEMA_LENGTH, type SchemaType } from "#lib/domain/schema";

/** Names of files that can be uploaded, as a file dialog takes them. */
export const SCHEMA_FILES = ".avsc,.json,.proto";

/** A character takes up to four bytes in UTF-8. */
const MAX_BYTES = MAX_SCHEMA_LENGTH * 4;

const TYPES: { readonly [Ending in string]: SchemaType } = { avsc: "AVRO", proto: "PROTOBUF" };

type SchemaFile = {
  schema: string;
  /** By the file's name; null where that says nothing: `.json` holds Avro as well as JSON Schema. */
  schemaType: SchemaType | null;
};

/** The text of a file that somebody chose, or in a sentence why it cannot be taken. Nothing is sent anywhere. */
export async function readSchemaFile(file: Pick<File, "name" | "size" | "arrayBuffer">): Promise<Result<SchemaFile>> {
  const ending = /\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? "";
  if (!SCHEMA_FILES.split(",").includes(`.${ending}`))
    return fail("invalid_input", `${file.name} is no schema: choose a file that ends in .avsc, .json or .proto.`);
  if (file.size > MAX_BYTES) return fail("invalid_input", tooLong(file.name));

  const schema = utf8(await file.arrayBuffer());
  if (schema === null) return fail("invalid_input", `${file.name} is not text in UTF-8.`);
  if (schema.length > MAX_SCHEMA_LENGTH) return fail("invalid_input", tooLong(file.name));
  if (schema.trim() === "") return fail("invalid_input", `${file.name} is empty.`);
  return ok({ schema, schemaType: TYPES[ending] ?? null });
}

function tooLong(name: string): string {
  return `${name} is too large: a schema has at most ${MAX_SCHEMA_LENGTH.toLocaleString("en")} characters.`;
}

function utf8(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Said by `fatal` of anything that is not UTF-8.
    return null;
  }
}
