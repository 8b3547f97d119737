import type { Violation } from "#lib/domain/policy";
import { formatConfigValue } from "#lib/domain/topic-config-value";
import type { Tone } from "../ui/tone.ts";

const CONFIG_PATH = "spec.config.";

/** The suggested value as a person reads it: `7 d` for `spec.config.retention.ms` = `604800000`; null where there is none. */
export function suggestionText({ path, suggestion }: Violation): string | null {
  if (suggestion === null) return null;
  // An end is typed and read as a day.
  if (path.endsWith("expiresAt")) return String(suggestion).slice(0, "2027-03-12".length);
  return path.startsWith(CONFIG_PATH)
    ? formatConfigValue(path.slice(CONFIG_PATH.length), String(suggestion))
    : String(suggestion);
}

/** The limit as it follows what was asked: "allowed at most 24", or that the field may not stay empty. */
export function limitWords({ limit }: Violation): string {
  return limit === "required" ? "may not stay empty" : `allowed ${limit}`;
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** All violations in one chip. Only `deny` breaks a rule; `warn` is said, and lets pass. */
export function verdictSummary(violations: readonly Violation[]): { tone: Tone; words: string } {
  const denied = violations.filter(({ enforcement }) => enforcement === "deny").length;
  if (denied > 0) return { tone: "bad", words: counted(denied, "rule broken", "rules broken") };
  if (violations.length > 0) return { tone: "warn", words: counted(violations.length, "warning", "warnings") };
  return { tone: "ok", words: "all rules pass" };
}
