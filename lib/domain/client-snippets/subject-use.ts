import type { ClientConnection } from "../client-settings.ts";
import type { SchemaType } from "../schema.ts";
import type { SubjectPart, SubjectStrategy } from "../subject-name.ts";

/** What a program has to know to write and read records by a subject. */
export type SubjectUse = {
  settings: ClientConnection;
  registryUrl: string;
  topic: string;
  subject: string;
  strategy: SubjectStrategy;
  part: SubjectPart;
  schemaType: SchemaType;
  /** The record's full name; null where the schema has none. */
  recordName: string | null;
};

/** The name of a record without what it is in. */
export function shortName({ recordName }: SubjectUse): string {
  return recordName?.split(".").at(-1) ?? "Record";
}
