import type { SchemaPreview } from "#lib/contract/schema-requests";
import type { FieldError } from "#lib/domain/result";
import type { SchemaProblem } from "#lib/domain/schema";

/** `Line 3, column 12: a comma is missing.` Where no place can be named, the message alone. */
export function problemText({ message, line, column }: SchemaProblem): string {
  if (line === null) return message;
  return column === null ? `Line ${line}: ${message}` : `Line ${line}, column ${column}: ${message}`;
}

/** Everything that is known to keep a draft from being submitted: what cannot be read, what is wrong, taken or against a rule. */
export function schemaProblems(unreadable: readonly FieldError[], preview: SchemaPreview | null): FieldError[] {
  const told = new Set(unreadable.map(({ path }) => path));
  const inText = (preview?.problems ?? []).map((problem) => ({ path: "schema", message: problemText(problem) }));
  const wrong = (preview?.errors ?? []).filter(({ path }) => !told.has(path));
  const denied = (preview?.violations ?? []).filter(({ enforcement }) => enforcement === "deny");
  const refused = (preview?.plan?.refusals ?? []).map(({ reason }) => ({ path: "schema", message: reason }));
  const all = [...unreadable, ...inText, ...wrong, ...(preview?.conflicts ?? []), ...denied, ...refused];
  return [...new Map(all.map(({ path, message }) => [`${path} ${message}`, { path, message }])).values()];
}

/** What stands against a draft that no control of the form is about: the subject itself, the plan. */
export function problemsElsewhere(problems: readonly FieldError[]): FieldError[] {
  return problems.filter(({ path }) => !((path.split(".")[0] ?? "") in FIELDS) && path !== "cluster");
}

const FIELDS: Record<string, string> = {
  schema: "the schema",
  schemaType: "the type",
  topic: "the topic",
  part: "key or value",
  team: "the team",
  strategy: "the strategy",
  compatibility: "the compatibility level",
  references: "the references",
  reason: "the reason",
};

/** `Fix the topic and the schema first. Everything you typed is kept.` */
export function fixFirst(problems: readonly FieldError[]): string {
  const names = [...new Set(problems.map(({ path }) => FIELDS[path.split(".")[0] ?? ""] ?? `the ${path}`))];
  const listed = names.length > 2 ? `${names.length} fields` : names.join(" and ");
  return `Fix ${listed} first. Everything you typed is kept.`;
}
