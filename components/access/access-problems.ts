import type { AccessPreview } from "#lib/contract/access";
import type { Violation } from "#lib/domain/policy";
import type { FieldError } from "#lib/domain/result";

/** Fields that all topics of a request share; everything else that is said about a topic is said at that topic. */
const SHARED = ["application", "cluster", "expiresAt", "host", "agreement", "reason", "items"];

/** Controls by the path that an error may name instead: a group is typed in one field, by its name. */
const CONTROLS: Record<string, string> = {
  name: "topic",
  resourceName: "topic",
  consumerGroup: "consumerGroup.name",
  transactionalId: "transactionalId.name",
};

/** Where something that is said about the topic at `index` belongs in the form: `items.0.consumerGroup.name`. */
export function pathInForm(index: number, path: string): string {
  if (SHARED.includes(path.split(".")[0] ?? "")) return controlPath(path);
  return `items.${index}.${CONTROLS[path] ?? path}`;
}

function controlPath(path: string): string {
  const [, item, field = ""] = /^(items\.\d+)\.(\w+)$/.exec(path) ?? [];
  return item === undefined ? path : `${item}.${CONTROLS[field] ?? field}`;
}

/** The broken rules of all topics, each once, at the fields of the form. */
export function violationsInForm(preview: AccessPreview | null): Violation[] {
  const all = (preview?.items ?? []).flatMap(({ violations }, index) =>
    violations.map((violation) => ({ ...violation, path: pathInForm(index, violation.path) })),
  );
  return [...new Map(all.map((one) => [`${one.policyId} ${one.path} ${one.limit}`, one])).values()];
}

/** What is wrong with fields in themselves, or taken by somebody else. */
export function errorsInForm(preview: AccessPreview | null): FieldError[] {
  const wrong = (preview?.errors ?? []).map(({ path, message }) => ({ path: controlPath(path), message }));
  const taken = (preview?.items ?? []).flatMap(({ conflicts }, index) =>
    conflicts.map(({ path, message }) => ({ path: pathInForm(index, path), message })),
  );
  return unique([...wrong, ...taken]);
}

/** Everything that is known to keep a draft from being submitted. */
export function accessProblems(unreadable: readonly FieldError[], preview: AccessPreview | null): FieldError[] {
  const told = new Set(unreadable.map(({ path }) => path));
  const wrong = errorsInForm(preview).filter(({ path }) => !told.has(path));
  const denied = violationsInForm(preview).filter(({ enforcement }) => enforcement === "deny");
  return unique([...unreadable, ...wrong, ...denied]);
}

function unique(problems: readonly FieldError[]): FieldError[] {
  const byText = new Map(problems.map(({ path, message }) => [`${path} ${message}`, { path, message }]));
  return [...byText.values()];
}

/** The refusal of a submission, at the fields of the form. */
export function refusedInForm(errors: readonly FieldError[]): FieldError[] {
  return errors.map(({ path, message }) => ({ path: controlPath(path), message }));
}

const FIELDS: Record<string, string> = {
  expiresAt: "the end",
  reason: "the purpose",
  host: "the address",
  topic: "the topic",
  "consumerGroup.name": "the consumer group",
  "transactionalId.name": "the transactional id",
};

/** `Fix the topic and the end first. Everything you typed is kept.` */
export function fixFirst(problems: readonly FieldError[]): string {
  const names = [...new Set(problems.map(({ path }) => FIELDS[path.replace(/^items\.\d+\./, "")] ?? "the agreement"))];
  const listed = names.length > 2 ? `${names.length} fields` : names.join(" and ");
  return `Fix ${listed} first. Everything you typed is kept.`;
}
