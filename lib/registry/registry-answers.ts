import { z } from "zod";
import { CompatibilityLevel } from "#lib/domain/compatibility";
import { type SchemaDefinition, SchemaType } from "#lib/domain/schema";
import { callFailed } from "./registry-error.ts";

/** Shapes of the answers that are used; whatever else an answer holds is left alone. Limits of what people may write do not apply to them. */

const Id = z.int().min(0);
const Version = z.int().min(1);

const Definition = z.object({
  schema: z.string(),
  /** Left out for Avro. Registries know further types: Apicurio takes XML. */
  schemaType: z.string().nullish(),
  references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.int() })).nullish(),
});

export const SchemaById = Definition;
export const SchemaOfVersion = Definition.extend({ subject: z.string(), version: Version, id: Id });
export const Names = z.array(z.string());
export const Versions = z.array(Version);
export const Ids = z.array(Id);
export const Registered = z.object({ id: Id });
export const Found = z.object({ id: Id, version: Version });
export const Verdict = z.object({ is_compatible: z.boolean(), messages: z.array(z.string()).nullish() });
export const Mode = z.object({ mode: z.string() });

/** `compatibilityLevel` when it is read; Karapace and older registries say `compatibility`. */
export const Level = z
  .union([z.object({ compatibilityLevel: CompatibilityLevel }), z.object({ compatibility: CompatibilityLevel })])
  .transform((answer) => ("compatibilityLevel" in answer ? answer.compatibilityLevel : answer.compatibility));

/** @throws {RegistryCallFailed} `unexpected` when the answer has another shape */
export function parseAnswer<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  throw callFailed("unexpected", "The registry answered in a shape that no schema registry has.");
}

/** The schema of an answer; undefined where it is of a type that Headgate does not know. */
export function definitionOf(answer: z.output<typeof Definition>): SchemaDefinition | undefined {
  const schemaType = SchemaType.safeParse(answer.schemaType ?? "AVRO").data;
  if (schemaType === undefined) return undefined;
  const references = (answer.references ?? []).map(({ name, subject, version }) => ({ name, subject, version }));
  return { schemaType, schema: answer.schema, references };
}

/** How a schema is sent. Avro is what counts without a type, and registries before 5.5 know neither types nor references. */
export function bodyOf({ schemaType, schema, references }: SchemaDefinition): Record<string, unknown> {
  return { schema, ...(schemaType !== "AVRO" && { schemaType }), ...(references.length > 0 && { references }) };
}
