import type { SchemaDefinition, SchemaField } from "#lib/domain/schema";
import type { AvroType } from "./avro/avro-type.ts";
import type { UsedSchema } from "./collect-references.ts";
import type { JsonSchemaModel } from "./json-schema/read-json-schema.ts";
import type { ProtobufFile } from "./protobuf/protobuf-type.ts";

/** What a schema text says, by type; only comparing looks into it. */
type SchemaModel =
  | { schemaType: "AVRO"; model: AvroType }
  | { schemaType: "JSON"; model: JsonSchemaModel }
  | { schemaType: "PROTOBUF"; model: ProtobufFile };

/** A valid schema. */
export type ParsedSchema = SchemaModel & {
  /** What names its record (see RECORD_NAMED_BY); null where nothing does. */
  recordName: string | null;
  fields: SchemaField[];
  /** SHA-256, in hexadecimal, of type, canonical text and references: formatting and the order of names do not change it, docs and defaults do. */
  hash: string;
  source: SchemaSource;
};

/** What a schema was read from: its text, and those of all that it refers to, directly or not. */
export type SchemaSource = { definition: SchemaDefinition; used: readonly UsedSchema[] };
