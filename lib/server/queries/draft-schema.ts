import { DraftSchema, type SchemaDraft } from "#lib/contract/schema-requests";
import { ok } from "#lib/domain/result";
import { inferSchema } from "#lib/schema/infer-schema";
import { defineQuery } from "../define-query.ts";

/** A starting point for a schema: what these values have in common. Reads nothing and stores nothing. */
export const draftSchema = defineQuery({
  name: "draft-schema",
  permission: "schema.request",
  input: DraftSchema,
  handle: async (_, { schemaType, recordName, values }) =>
    ok<SchemaDraft>({ schema: inferSchema(values, { schemaType, recordName }) }),
});
