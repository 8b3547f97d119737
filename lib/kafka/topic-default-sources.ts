import { wholeNumber } from "#lib/domain/quantity";
import { type TOPIC_CONFIG_KEYS, topicConfigKey } from "#lib/domain/topic-config-keys";
import type { TopicDefaults } from "#lib/domain/topic-defaults";

const MINUTE_MS = 60_000n;
const HOUR_MS = 3_600_000n;

/** A broker's setting, and what one of its units is in the topic's. */
type Source = readonly [brokerKey: string, factor?: bigint];

/**
 * Where a topic's setting comes from when the topic does not set it (`ServerTopicConfigSynonyms` of Kafka 4.3), the first that is set counting. Keys
 * that no setting of a broker stands behind are not here: stock Kafka's default counts for them on every cluster.
 */
const SOURCES = {
  "cleanup.policy": [["log.cleanup.policy"]],
  "compression.gzip.level": [["compression.gzip.level"]],
  "compression.lz4.level": [["compression.lz4.level"]],
  "compression.type": [["compression.type"]],
  "compression.zstd.level": [["compression.zstd.level"]],
  "delete.retention.ms": [["log.cleaner.delete.retention.ms"]],
  "file.delete.delay.ms": [["log.segment.delete.delay.ms"]],
  "flush.messages": [["log.flush.interval.messages"]],
  "flush.ms": [["log.flush.interval.ms"], ["log.flush.scheduler.interval.ms"]],
  "index.interval.bytes": [["log.index.interval.bytes"]],
  "local.retention.bytes": [["log.local.retention.bytes"]],
  "local.retention.ms": [["log.local.retention.ms"]],
  "max.compaction.lag.ms": [["log.cleaner.max.compaction.lag.ms"]],
  "max.message.bytes": [["message.max.bytes"]],
  "message.timestamp.after.max.ms": [["log.message.timestamp.after.max.ms"]],
  "message.timestamp.before.max.ms": [["log.message.timestamp.before.max.ms"]],
  "message.timestamp.type": [["log.message.timestamp.type"]],
  "min.cleanable.dirty.ratio": [["log.cleaner.min.cleanable.ratio"]],
  "min.compaction.lag.ms": [["log.cleaner.min.compaction.lag.ms"]],
  "min.insync.replicas": [["min.insync.replicas"]],
  preallocate: [["log.preallocate"]],
  "retention.bytes": [["log.retention.bytes"]],
  "retention.ms": [["log.retention.ms"], ["log.retention.minutes", MINUTE_MS], ["log.retention.hours", HOUR_MS]],
  "segment.bytes": [["log.segment.bytes"]],
  "segment.index.bytes": [["log.index.size.max.bytes"]],
  "segment.jitter.ms": [["log.roll.jitter.ms"], ["log.roll.jitter.hours", HOUR_MS]],
  "segment.ms": [["log.roll.ms"], ["log.roll.hours", HOUR_MS]],
  "unclean.leader.election.enable": [["unclean.leader.election.enable"]],
} satisfies Partial<Record<keyof typeof TOPIC_CONFIG_KEYS, readonly Source[]>>;

/** Every such setting of a broker. */
export const BROKER_KEYS: readonly string[] = [
  ...new Set(Object.values(SOURCES).flatMap((sources) => sources.map(([key]) => key))),
];

/** Keys that a broker's setting stands behind. */
export const KEYS_WITH_SOURCE: readonly string[] = Object.keys(SOURCES);

/** What these keys' values are made of; what is longer, or of other characters, comes from no Kafka. */
const PLAIN_VALUE = /^[\x20-\x7e]{0,100}$/;

/**
 * What a broker's settings make of the keys that a topic does not set, in the topic's keys and units.
 * @param settings of the broker, key → value; null for one that is not set
 */
export function topicDefaultsOf(settings: ReadonlyMap<string, string | null>): TopicDefaults {
  const told = Object.entries<readonly Source[]>(SOURCES).flatMap(([key, sources]) => {
    const value = sources.map((source) => inTopicUnits(source, settings)).find((one) => isOfType(key, one));
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(told);
}

function inTopicUnits([brokerKey, factor]: Source, settings: ReadonlyMap<string, string | null>): string | undefined {
  const text = settings.get(brokerKey);
  if (text === undefined || text === null || !PLAIN_VALUE.test(text)) return undefined;
  if (factor === undefined) return text;
  const number = wholeNumber(text);
  // Unlimited is −1, also in hours.
  return number === undefined ? undefined : String(number < 0n ? -1n : number * factor);
}

/** Whoever computes with a default, the database too, relies on numbers being numbers of 64 bits. */
function isOfType(key: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const type = topicConfigKey(key)?.type;
  if (type === "double") return Number.isFinite(Number(value));
  if (type !== "int" && type !== "long") return true;
  const number = wholeNumber(value);
  return number !== undefined && BigInt.asIntN(64, number) === number;
}
