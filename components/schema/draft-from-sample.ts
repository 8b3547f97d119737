import { z } from "zod";
import type { Sample } from "#lib/contract/probes";
import { SchemaDraft } from "#lib/contract/schema-requests";
import { fail, ok, type Result } from "#lib/domain/result";
import type { SchemaType } from "#lib/domain/schema";
import type { SubjectPart } from "#lib/domain/subject-name";

/** What of a sample a schema can be inferred from: values that have a structure. */
export function valuesOf({ records }: Sample, part: SubjectPart): unknown[] {
  return records.flatMap((record) => {
    const payload = record[part];
    return payload.kind === "json" || payload.kind === "decoded" ? [payload.value] : [];
  });
}

const AvroName = z.object({ name: z.string(), namespace: z.string().optional() });

/** How the record of a template for Avro is called, for a start; the template is named after the topic. */
export function recordNameOf(template: string | undefined): string {
  try {
    const { name, namespace } = AvroName.parse(JSON.parse(template ?? ""));
    return namespace === undefined ? name : `${namespace}.${name}`;
  } catch {
    // Not the shape of a record: somebody names it by hand.
    return "";
  }
}

const Refused = z.object({ detail: z.string() });

/** A schema that these values have in common, or in a sentence why there is none. It is a starting point: nothing is stored. */
export async function draftFrom(
  values: readonly unknown[],
  { schemaType, recordName }: { schemaType: SchemaType; recordName: string },
): Promise<Result<string>> {
  const response = await fetch("/api/v1/schema-drafts", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ schemaType, recordName, values }),
  });
  const answer: unknown = await response.json();
  return response.ok ? ok(SchemaDraft.parse(answer).schema) : fail("invalid_input", Refused.parse(answer).detail);
}
