import {
  formatBytes,
  formatDuration,
  grouped,
  type Parsed,
  parseBytes,
  parseDuration,
  wholeNumber,
} from "./quantity.ts";
import type { TopicConfigKey } from "./topic-config-key.ts";
import { topicConfigKey } from "./topic-config-keys.ts";

/** A setting as people read it, and exactly; `exact` is null where it would say the same again. */
export type ShownValue = { short: string; exact: string | null };

/**
 * Shows a Kafka setting both ways: `retention.ms` = `604800000` is `7 d` and `604,800,000 ms`, `max.message.bytes` = `1048588` is
 * `1,048,588 B`, no limit is `unlimited` and the number that stands for it. A value that is not of the key's type is shown as it is.
 */
export function describeConfigValue(key: string, value: string): ShownValue {
  const known = topicConfigKey(key);
  const number = wholeNumber(value);
  if (!known || !("unit" in known) || number === undefined) return { short: value, exact: null };

  if (number === known.unlimited) return { short: "unlimited", exact: value };
  if (known.unit === "none" || number < 0n) return { short: value, exact: null };

  const short = known.unit === "ms" ? formatDuration(number) : formatBytes(number);
  const exact = `${grouped(number)} ${known.unit === "ms" ? "ms" : "B"}`;
  return { short, exact: exact === short ? null : exact };
}

/** The short form of {@link describeConfigValue}: `7 d` for `retention.ms` = `604800000`. */
export function formatConfigValue(key: string, value: string): string {
  return describeConfigValue(key, value).short;
}

/**
 * Reads what somebody typed for a setting into Kafka's own spelling: `7d` for `retention.ms` becomes `604800000`, `unlimited` becomes the
 * key's number for it. Settings without a unit, and unknown keys, are only trimmed: `specProblems` judges them.
 */
export function parseConfigInput(key: string, text: string): Parsed<string> {
  const known = topicConfigKey(key);
  const trimmed = text.trim();
  if (trimmed === "") return { ok: false, message: `${key} needs a value.` };
  if (!known || !("unit" in known) || /^-?\d+$/.test(trimmed)) return { ok: true, value: trimmed };
  if (trimmed.toLowerCase() === "unlimited") return parseUnlimited(key, known);
  if (known.unit === "none") return { ok: true, value: trimmed };

  const parsed = known.unit === "ms" ? parseDuration(trimmed) : parseBytes(trimmed);
  return parsed.ok ? { ok: true, value: String(parsed.value) } : parsed;
}

function parseUnlimited(key: string, known: TopicConfigKey & { unlimited?: bigint }): Parsed<string> {
  if (known.unlimited === undefined) return { ok: false, message: `${key} cannot be unlimited.` };
  return { ok: true, value: String(known.unlimited) };
}

/**
 * Whether two texts are the same setting to Kafka. The broker answers a double in Java's spelling (`1` is read back as `1.0`); all
 * other values have one spelling, because `specProblems` lets no other in.
 */
export function sameConfigValue(key: string, one: string | null, other: string | null): boolean {
  if (one === null || other === null || topicConfigKey(key)?.type !== "double") return one === other;
  return Number(one) === Number(other);
}
