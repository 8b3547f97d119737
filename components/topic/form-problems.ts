import type { TopicPreview } from "#lib/contract/topic-requests";
import type { FieldError } from "#lib/domain/result";

/** Everything that is known to keep a draft from being submitted: what cannot be read, what is wrong, taken or against a rule. */
export function formProblems(unreadable: readonly FieldError[], preview: TopicPreview | null): FieldError[] {
  const told = new Set(unreadable.map(({ path }) => path));
  const wrong = (preview?.errors ?? []).filter(({ path }) => !told.has(path));
  const denied = (preview?.violations ?? []).filter(({ enforcement }) => enforcement === "deny");
  return [...unreadable, ...wrong, ...(preview?.conflicts ?? []), ...denied].map(({ path, message }) => ({
    path,
    message,
  }));
}

/** The first problem of a field; one of an entry in it (`metadata.tags.0`) counts as its own. */
export function problemAt(problems: readonly FieldError[] | undefined, path: string): string | undefined {
  return problems?.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))?.message;
}

const FIELDS: Record<string, string> = {
  name: "the name",
  "spec.partitions": "the partitions",
  "spec.replicationFactor": "the replication factor",
  "spec.config.retention.ms": "the retention",
  "metadata.description": "the description",
  "metadata.classification": "the classification",
  "metadata.contact": "the contact",
  "metadata.tags": "the tags",
  "metadata.docs": "the docs",
  "metadata.expectedBytesPerSecond": "the expected rate",
  reason: "the reason",
};

/** `Fix the name and the partitions first. Everything you typed is kept.` */
export function fixFirst(problems: readonly FieldError[]): string {
  const names = [...new Set(problems.map(({ path }) => fieldName(path)))];
  const listed = names.length > 2 ? `${names.length} fields` : names.join(" and ");
  return `Fix ${listed} first. Everything you typed is kept.`;
}

function fieldName(path: string): string {
  if (path.startsWith("access.")) return "the access";
  return FIELDS[path] ?? path.replace(/^spec\.config\./, "");
}
