import { grouped } from "./quantity.ts";
import type { FieldError } from "./result.ts";
import type { TopicConfigKey } from "./topic-config-key.ts";
import { topicConfigKey } from "./topic-config-keys.ts";
import type { TopicSpec } from "./topic-spec.ts";

/**
 * What Kafka itself would refuse, or accept and never serve, whatever the rules of this installation say: unknown keys, values of another
 * type or out of range, settings that contradict each other. Kafka also accepts ` 5`, `+5`, `007`, `TRUE` and doubled list entries;
 * they are refused here, because one value must have one spelling to be compared. Returns every problem; none means that the broker
 * should agree, and it judges again.
 */
export function specProblems(spec: TopicSpec): FieldError[] {
  const keys = Object.keys(spec.config).sort();
  const single = keys.flatMap((key) => {
    const message = valueProblem(key, spec.config[key] ?? "");
    return message ? [{ path: configPath(key), message }] : [];
  });
  const sound = (key: string) => !single.some(({ path }) => path === configPath(key));
  return [...single, ...contradictions(spec, sound)];
}

function configPath(key: string): string {
  return `spec.config.${key}`;
}

function valueProblem(key: string, value: string): string | undefined {
  const known = topicConfigKey(key);
  if (!known) return `${key} is not a topic setting of Kafka.`;
  const allowed = allowedProblem(known, value);
  return allowed && `${key} is ${allowed}; "${value}" was given.`;
}

/** What the value should have been, in words; undefined when it is that. */
function allowedProblem(known: TopicConfigKey, value: string): string | undefined {
  switch (known.type) {
    case "int":
    case "long":
      return wholeNumberProblem(known, value);
    case "double": {
      const inRange = DECIMAL.test(value) && Number(value) >= known.min && Number(value) <= known.max;
      return inRange ? undefined : `a number from ${known.min} to ${known.max}`;
    }
    case "boolean":
      return value === "true" || value === "false" ? undefined : "true or false";
    case "enum":
      return known.values.includes(value) ? undefined : `one of ${known.values.join(", ")}`;
    case "list":
      return known.values ? listProblem(known.values, value) : throttleProblem(value);
  }
}

/** Plain decimal; Java's `NaN`, `0.5f` and hexadecimal forms have no use here. */
const DECIMAL = /^(0|[1-9]\d*)(\.\d+)?$/;
const WHOLE = /^(0|-?[1-9]\d*)$/;
const INT_MAX = 2_147_483_647n;
const LONG_MAX = 9_223_372_036_854_775_807n;

function wholeNumberProblem(known: Extract<TopicConfigKey, { unit: string }>, value: string): string | undefined {
  const max = known.max ?? (known.type === "int" ? INT_MAX : LONG_MAX);
  const number = WHOLE.test(value) ? BigInt(value) : undefined;
  if (number !== undefined && ((number >= known.min && number <= max) || number === known.also)) return undefined;
  const or = known.also === undefined ? "" : `, or ${known.also}`;
  return `a whole number from ${grouped(known.min)} to ${grouped(max)}${or}`;
}

function listProblem(values: readonly string[], value: string): string | undefined {
  const given = value.split(",");
  const sound = given.every((item) => values.includes(item)) && new Set(given).size === given.length;
  return sound ? undefined : `one or more of ${values.join(", ")}, joined by commas, each once`;
}

function throttleProblem(value: string): string | undefined {
  return value === "*" || /^\d+:\d+(,\d+:\d+)*$/.test(value)
    ? undefined
    : "* or pairs of partition:broker joined by commas";
}

/** Problems between settings. A setting with a problem of its own is left out, so that nothing is said twice. */
function contradictions({ config, replicationFactor }: TopicSpec, sound: (key: string) => boolean): FieldError[] {
  const number = (key: string) => (config[key] !== undefined && sound(key) ? BigInt(config[key]) : undefined);
  const problems: FieldError[] = [];

  const insync = number("min.insync.replicas");
  if (insync !== undefined && insync > BigInt(replicationFactor)) {
    // Kafka accepts this, and then refuses every write with acks=all.
    const message = `min.insync.replicas is at most the replication factor, ${replicationFactor}; "${insync}" was given.`;
    problems.push({ path: configPath("min.insync.replicas"), message });
  }

  const least = number("min.compaction.lag.ms");
  const most = number("max.compaction.lag.ms");
  if (least !== undefined && most !== undefined && least > most) {
    const message = `min.compaction.lag.ms is at most max.compaction.lag.ms, ${most}; "${least}" was given.`;
    problems.push({ path: configPath("min.compaction.lag.ms"), message });
  }
  return problems;
}
