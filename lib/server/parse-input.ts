import type { z } from "zod";
import { type FieldError, fail, ok, type Result } from "#lib/domain/result";
import { unstorable } from "./unstorable.ts";

/** Parses hostile input once; every problem is named by its path, none of them echoes the whole value back. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): Result<z.output<Schema>> {
  const parsed = schema.safeParse(input, { reportInput: true });
  const errors = parsed.success ? unstorable(input) : fieldErrors(parsed.error);
  if (parsed.success && errors.length === 0) return ok(parsed.data);

  return fail("invalid_input", summary(errors), { errors });
}

/** One part of what was typed: its value when it is sound, else its problems under their full paths. */
export function parsePart<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  input: unknown,
): { value: z.output<Schema> | null; errors: FieldError[] } {
  const parsed = schema.safeParse(input, { reportInput: true });
  return parsed.success
    ? { value: parsed.data, errors: [] }
    : { value: null, errors: fieldErrors(parsed.error, [path]) };
}

/** More problems than this help nobody; a body may hold tens of thousands, and the answer must not outgrow it. */
const MOST = 100;

/** Zod's issues as field errors, the first hundred; an issue about unknown keys is reported under each key. */
export function fieldErrors(error: z.ZodError, prefix: (string | number)[] = []): FieldError[] {
  const errors = error.issues.slice(0, MOST).flatMap((issue) => {
    const path = [...prefix, ...issue.path.map(String)];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: [...path, key].join("."), message: "is not known here" }));
    }
    return [{ path: path.join("."), message: `${issue.message}${isSecret(path) ? "" : given(issue.input)}` }];
  });
  return errors.slice(0, MOST);
}

/** Fields whose value is never said back, not even to the one who sent it: answers end up in logs and on screens. */
function isSecret(path: (string | number)[]): boolean {
  return /^(password|current|next|code|token|secret)$/i.test(String(path.at(-1) ?? ""));
}

/** What was given, where it is short enough to say; text is quoted, and what a person cannot see in it is escaped. */
function given(input: unknown): string {
  if (typeof input === "number" || typeof input === "boolean") return `; ${input} was given`;
  if (typeof input !== "string" || input.length === 0 || input.length > 100) return "";
  return `; ${JSON.stringify(input).replaceAll(/[^\x20-\x7e]/g, escaped)} was given`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function summary(errors: FieldError[]): string {
  const [first] = errors;
  if (!first) return "The input is not valid.";

  const where = first.path === "" ? "" : `${first.path}: `;
  return errors.length === 1 ? `${where}${first.message}.` : `${where}${first.message}, and ${errors.length - 1} more.`;
}
