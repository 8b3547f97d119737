/** One refusal as a broker words it: Kafka's error code and text. */
export type Refusal = { kafkaCode: number; text: string };

type Parsed = { ok: true; value: string } | { ok: false; text: string };
type Rule = (value: string) => Parsed;

const INVALID_CONFIG = 40;
const LONG = { name: "LONG", min: -(2n ** 63n), max: 2n ** 63n - 1n };
const INT = { name: "INT", min: -(2n ** 31n), max: 2n ** 31n - 1n };

const fine = (value: string): Parsed => ({ ok: true, value });
const wrong = (text: string): Parsed => ({ ok: false, text });

const whole =
  (type: typeof LONG, min = type.min, max = type.max, also?: bigint): Rule =>
  (text) => {
    const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
    if (value === undefined || value < type.min || value > type.max) return wrong(`Not a number of type ${type.name}`);
    if (value === also) return fine(value.toString());
    if (value < min) return wrong(`Value must be at least ${min}`);
    if (value > max) return wrong(`Value must be no more than ${max}`);
    return fine(value.toString());
  };

const long = (min?: bigint) => whole(LONG, min);
const int = (min?: bigint, max?: bigint, also?: bigint) => whole(INT, min, max, also);

const boolean: Rule = (text) => {
  const value = text.toLowerCase();
  return value === "true" || value === "false" ? fine(value) : wrong("Expected value to be either true or false");
};

const oneOf =
  (...allowed: string[]): Rule =>
  (text) =>
    allowed.includes(text) ? fine(text) : wrong(`String must be one of: ${allowed.join(", ")}`);

const listOf =
  (...allowed: string[]): Rule =>
  (text) => {
    const items = text === "" ? [] : text.split(",").map((item) => item.trim());
    if (items.includes("")) return wrong("values must not be empty.");
    const stranger = items.find((item) => !allowed.includes(item));
    if (stranger !== undefined) return wrong(`String must be one of: ${allowed.join(", ")}`);
    return fine([...new Set(items)].join(","));
  };

const throttledReplicas: Rule = (text) => {
  const items = text === "" ? [] : text.split(",").map((item) => item.trim());
  const valid = items.every((item) => /^(\d+:\d+)?$/.test(item)) || (items.length === 1 && items[0] === "*");
  return valid ? fine(items.join(",")) : wrong("must be the literal '*' or a list of replicas");
};

/** A number from 0 to 1, printed back as Java prints doubles: `1` becomes `1.0`. */
const ratio: Rule = (text) => {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[fd]?$/i.test(text)) return wrong("Not a number of type DOUBLE");
  const value = Number.parseFloat(text);
  if (value < 0) return wrong("Value must be at least 0");
  if (value > 1) return wrong("Value must be no more than 1");
  return fine(Number.isInteger(value) ? `${value}.0` : String(value));
};

/** Tiered storage is off by default, and a broker without it refuses topics that ask for it. */
const remoteStorage: Rule = (text) => {
  const parsed = boolean(text);
  return parsed.ok && parsed.value === "true"
    ? wrong("Tiered Storage functionality is disabled in the broker.")
    : parsed;
};

/** Every topic config key of Kafka 4.3 (`org.apache.kafka.storage.internals.log.LogConfig`), as a broker was seen to judge it. */
const rules = new Map<string, Rule>([
  ["cleanup.policy", listOf("compact", "delete")],
  ["compression.gzip.level", int(1n, 9n, -1n)],
  ["compression.lz4.level", int(1n, 17n)],
  ["compression.type", oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")],
  ["compression.zstd.level", int(-131_072n, 22n)],
  ["delete.retention.ms", long(0n)],
  ["file.delete.delay.ms", long(0n)],
  ["flush.messages", long(1n)],
  ["flush.ms", long(0n)],
  ["follower.replication.throttled.replicas", throttledReplicas],
  ["index.interval.bytes", int(0n)],
  ["leader.replication.throttled.replicas", throttledReplicas],
  ["local.retention.bytes", long(-2n)],
  ["local.retention.ms", long(-2n)],
  ["max.compaction.lag.ms", long(1n)],
  ["max.message.bytes", int(0n)],
  ["message.timestamp.after.max.ms", long(0n)],
  ["message.timestamp.before.max.ms", long(0n)],
  ["message.timestamp.type", oneOf("CreateTime", "LogAppendTime")],
  ["min.cleanable.dirty.ratio", ratio],
  ["min.compaction.lag.ms", long(0n)],
  ["min.insync.replicas", int(1n)],
  ["preallocate", boolean],
  ["remote.log.copy.disable", boolean],
  ["remote.log.delete.on.disable", boolean],
  ["remote.storage.enable", remoteStorage],
  ["retention.bytes", long()],
  ["retention.ms", long(-1n)],
  ["segment.bytes", int(1_048_576n)],
  ["segment.index.bytes", int(4n)],
  ["segment.jitter.ms", long(0n)],
  ["segment.ms", long(1n)],
  ["unclean.leader.election.enable", boolean],
]);

export const TOPIC_CONFIG_KEYS: readonly string[] = [...rules.keys()];

/**
 * Judges the settings of a topic as a Kafka 4.3 broker with default settings does.
 * @returns the settings in the form in which a broker reads them back (`060000` → `60000`, `delete, compact` → `delete,compact`), or its refusal
 */
export function readTopicConfig(
  config: Record<string, string>,
): { ok: true; config: Record<string, string> } | { ok: false; refusal: Refusal } {
  const read: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) {
    const rule = rules.get(key);
    if (!rule) return invalid(`Unknown topic config name: ${key}`);
    const parsed = rule(value.trim());
    if (!parsed.ok) return invalid(`Invalid value ${value} for configuration ${key}: ${parsed.text}`);
    read[key] = parsed.value;
  }

  const { "min.compaction.lag.ms": least = "0", "max.compaction.lag.ms": most } = read;
  if (most !== undefined && BigInt(least) > BigInt(most)) {
    return invalid(`conflict topic config setting min.compaction.lag.ms (${least}) > max.compaction.lag.ms (${most})`);
  }
  return { ok: true, config: read };
}

function invalid(text: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { kafkaCode: INVALID_CONFIG, text } };
}
