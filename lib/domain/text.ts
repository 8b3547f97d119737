import { z } from "zod";

/**
 * Characters that a name, a reason or a description may never hold: C0 and C1 controls (tab and newline are allowed where
 * the text has several lines), bidirectional overrides and isolates (they make text read differently from what it is), zero-width
 * characters, the byte order mark, and lone surrogates (they are not text, and Postgres refuses them).
 */
const forbidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

function textProblem(value: string, lines: "one" | "many"): string | undefined {
  if (!value.isWellFormed()) return "is not valid Unicode (it holds half of a surrogate pair)";
  if (forbidden.test(value)) return "holds a control, zero-width or bidirectional character";
  if (lines === "one" && /[\t\r\n]/.test(value)) return "must be one line";
  return undefined;
}

function text(lines: "one" | "many", max: number, min: number) {
  return z
    .string()
    .trim()
    .min(min, min === 1 ? "must not be empty" : `needs at least ${min} characters`)
    .max(max, `is too long: at most ${max.toLocaleString("en")} characters`)
    .check((ctx) => {
      const problem = textProblem(ctx.value, lines);
      if (problem) ctx.issues.push({ code: "custom", message: problem, input: ctx.value });
    });
}

/** One line of human text: trimmed, 1 to `max` characters (UTF-16 units), no control or bidirectional characters. */
export const line = (max: number, min = 1) => text("one", max, min);

/** Human text of several lines (reasons, descriptions, comments), under the same character rules; tab and newline allowed. */
export const prose = (max: number, min = 1) => text("many", max, min);
