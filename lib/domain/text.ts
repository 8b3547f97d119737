import { z } from "zod";

/**
 * Characters that a name, a reason or a description may never hold: controls (tab and line ends aside), and format characters: they are
 * invisible or make text read differently from what it is (bidirectional overrides, zero-width spaces, the byte order mark). The two
 * joiners stay, because some scripts and emoji need them.
 */
const forbidden = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\t\n\r\u200c\u200d]]/v;

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
