import { z } from "zod";
import type { SchemaType } from "./schema.ts";

/** How a subject's name follows from topic and record, by the names of Confluent's serializers. */
export const SUBJECT_STRATEGIES = ["TopicNameStrategy", "RecordNameStrategy", "TopicRecordNameStrategy"] as const;
export const SubjectStrategy = z.enum(SUBJECT_STRATEGIES);
export type SubjectStrategy = z.infer<typeof SubjectStrategy>;

/** Which part of a record a schema is for. */
export const SubjectPart = z.enum(["key", "value"]);
export type SubjectPart = z.infer<typeof SubjectPart>;

/** A subject as it may be called here: a topic's and a record's name joined. Registries take any text; tools and addresses do not. */
export const SubjectName = z
  .string()
  .min(1, "must not be empty")
  .max(400, "has at most 400 characters")
  .regex(/^[a-zA-Z0-9._-]*$/, "holds only ASCII letters, digits, '.', '_' and '-'");
export type SubjectName = z.infer<typeof SubjectName>;

/**
 * The name under which a serializer looks for a schema.
 * (https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#subject-name-strategy)
 * @param place `topic` and `part` as far as the strategy uses them; `record` is the record's full name
 * @returns null where the strategy needs what the place does not have
 */
export function subjectNameOf(
  strategy: SubjectStrategy,
  place: { topic: string | null; part: SubjectPart | null; record: string | null },
): string | null {
  const { topic, part, record } = place;
  switch (strategy) {
    case "TopicNameStrategy":
      return topic !== null && part !== null ? `${topic}-${part}` : null;
    case "RecordNameStrategy":
      return record;
    case "TopicRecordNameStrategy":
      return topic !== null && record !== null ? `${topic}-${record}` : null;
  }
}

/** What names the record in a schema of this type. */
export const RECORD_NAMED_BY: { readonly [Type in SchemaType]: string } = {
  AVRO: "the record's namespace and name",
  JSON: "the schema's title",
  PROTOBUF: "the package and the first message",
};
