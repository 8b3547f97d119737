import type { SchemaForm } from "#lib/contract/schema-requests";
import { type CompatibilityLevel, DEFAULT_COMPATIBILITY } from "#lib/domain/compatibility";
import type { FieldError } from "#lib/domain/result";
import { MAX_SCHEMA_LENGTH, type SchemaReference, type SchemaType } from "#lib/domain/schema";
import type { SubjectPart, SubjectStrategy } from "#lib/domain/subject-name";

/** One reference as typed. */
export type ReferenceDraft = {
  /** Tells the rows of one form apart while some are added and taken away. */
  id: number;
  name: string;
  subject: string;
  version: string;
};

/** What somebody typed into the form, as typed. Null is what was not touched: it follows the subject that the form is about. */
export type SchemaDraft = {
  strategy: SubjectStrategy | null;
  team: string | null;
  schemaType: SchemaType | null;
  schema: string | null;
  references: readonly ReferenceDraft[] | null;
  compatibility: CompatibilityLevel | null;
  forced: boolean;
  reason: string;
};

export const EMPTY_SCHEMA_DRAFT: SchemaDraft = {
  strategy: null,
  team: null,
  schemaType: null,
  schema: null,
  references: null,
  compatibility: null,
  forced: false,
  reason: "",
};

/** Where the schema belongs: said by the address. */
export type SchemaPlace = { cluster: string | null; topic: string; part: SubjectPart };

/** What the form shows now: what was typed, else what the subject has, else a start. */
export type SchemaContent = {
  strategy: SubjectStrategy;
  team: string;
  schemaType: SchemaType;
  schema: string;
  references: readonly ReferenceDraft[];
  compatibility: CompatibilityLevel;
  /** Nobody changed the text yet. */
  untouched: boolean;
};

type FormStart = Pick<SchemaForm, "strategy" | "teams" | "latest" | "templates">;

/** What the form shows for a draft. A text that nobody touched is the latest version's, or the template of the chosen type. */
export function contentOf(draft: SchemaDraft, form: FormStart): SchemaContent {
  const { latest } = form;
  const schemaType = draft.schemaType ?? latest?.definition.schemaType ?? "AVRO";
  const current = latest?.definition.schemaType === schemaType ? latest.definition : null;

  return {
    strategy: draft.strategy ?? form.strategy,
    team: draft.team ?? form.teams[0]?.slug ?? "",
    schemaType,
    schema: draft.schema ?? current?.schema ?? form.templates[schemaType] ?? "",
    references: draft.references ?? referenceDrafts(current?.references ?? []),
    compatibility: latest?.compatibility ?? draft.compatibility ?? DEFAULT_COMPATIBILITY,
    untouched: draft.schema === null,
  };
}

/** References of a version as rows of the form. */
export function referenceDrafts(references: readonly SchemaReference[]): ReferenceDraft[] {
  return references.map(({ name, subject, version }, index) => ({
    id: index + 1,
    name,
    subject,
    version: String(version),
  }));
}

export function withReference(references: readonly ReferenceDraft[]): ReferenceDraft[] {
  const id = Math.max(0, ...references.map((reference) => reference.id)) + 1;
  return [...references, { id, name: "", subject: "", version: "1" }];
}

/** A draft as the contract's input. */
type SchemaInput = {
  cluster: string | null;
  strategy: SubjectStrategy;
  topic: string | null;
  part: SubjectPart | null;
  team: string | null;
  schemaType: SchemaType;
  schema: string;
  references: SchemaReference[];
  compatibility: CompatibilityLevel | null;
  forced: boolean;
};

/** Reads what was typed. `errors` are the fields that cannot be read or are missing, before anything is sent. */
export function readSchemaDraft(
  content: SchemaContent,
  place: SchemaPlace,
  { forced, isNew }: { forced: boolean; isNew: boolean },
): { input: SchemaInput; errors: FieldError[] } {
  const ofRecord = content.strategy === "RecordNameStrategy";
  const { references, errors } = readReferences(content.references);
  const topic = place.topic.trim();

  return {
    errors: [...sizeProblems(content.schema), ...errors],
    input: {
      cluster: place.cluster,
      strategy: content.strategy,
      topic: ofRecord || topic === "" ? null : topic,
      part: content.strategy === "TopicNameStrategy" ? place.part : null,
      team: ofRecord && content.team !== "" ? content.team : null,
      schemaType: content.schemaType,
      schema: content.schema,
      references,
      compatibility: isNew ? content.compatibility : null,
      forced,
    },
  };
}

function sizeProblems(schema: string): FieldError[] {
  if (schema.length <= MAX_SCHEMA_LENGTH) return [];
  const message = `has ${schema.length.toLocaleString("en")} characters; ${MAX_SCHEMA_LENGTH.toLocaleString("en")} are allowed`;
  return [{ path: "schema", message }];
}

/** Rows that can be read; the others are named, and left out of what is judged. */
function readReferences(rows: readonly ReferenceDraft[]): { references: SchemaReference[]; errors: FieldError[] } {
  const errors = rows.flatMap((row, index) => referenceProblems(row, `references.${index}`));
  const broken = new Set(errors.map(({ path }) => path.split(".")[1]));
  const readable = rows.filter((_, index) => !broken.has(String(index)));
  return {
    errors,
    references: readable.map(({ name, subject, version }) => ({
      name: name.trim(),
      subject: subject.trim(),
      version: Number(version),
    })),
  };
}

function referenceProblems(row: ReferenceDraft, path: string): FieldError[] {
  const wrong: FieldError[] = [];
  if (row.name.trim() === "") wrong.push({ path: `${path}.name`, message: "Say how the schema calls it." });
  if (row.subject.trim() === "") wrong.push({ path: `${path}.subject`, message: "Name the subject that holds it." });
  if (!/^[1-9]\d{0,8}$/.test(row.version.trim()))
    wrong.push({ path: `${path}.version`, message: `“${row.version}” is not a version: versions are 1, 2, 3 …` });
  return wrong;
}

/** How a reference is called depends on what the schema is written in. */
export const REFERENCE_NAMED: { readonly [Type in SchemaType]: string } = {
  AVRO: "the full name of the type: example.Address",
  JSON: "as in $ref: address.json",
  PROTOBUF: "as in import: address.proto",
};
