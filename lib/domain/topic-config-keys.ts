import { ANY_NEUTRAL, LESS_LOSES, MORE_LOSES, NEUTRAL, number, type TopicConfigKey } from "./topic-config-key.ts";

const FOREVER = 9_223_372_036_854_775_807n;

/**
 * The topic settings of Kafka 4.3: types, ranges and defaults as `org.apache.kafka.storage.internals.log.LogConfig` declares them
 * (read from 4.3.1; `internal.*` keys left out). `retention.bytes` has no lower bound there; below −1 would be a second
 * spelling of unlimited, so it is −1 here.
 */
export const TOPIC_CONFIG_KEYS = {
  "cleanup.policy": {
    type: "list",
    values: ["delete", "compact"],
    default: "delete",
    acts: { any: "destructive" },
    description: "What happens to old records: delete by time or size, compact to the latest value per key, or both.",
  },
  "compression.gzip.level": number(
    "int",
    "none",
    1n,
    "-1",
    "Level when the broker compresses with gzip; -1 is gzip's own.",
    {
      max: 9n,
      also: -1n,
    },
  ),
  "compression.lz4.level": number("int", "none", 1n, "9", "Level when the broker compresses with lz4.", { max: 17n }),
  "compression.type": {
    type: "enum",
    values: ["producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"],
    default: "producer",
    acts: ANY_NEUTRAL,
    description: "How records are kept: as the producer compressed them, or compressed anew by the broker.",
  },
  "compression.zstd.level": number("int", "none", -131_072n, "3", "Level when the broker compresses with zstd.", {
    max: 22n,
  }),
  "delete.retention.ms": number(
    "long",
    "ms",
    0n,
    "86400000",
    "How long a reader of a compacted topic can still see that a key was deleted.",
    {
      acts: LESS_LOSES,
    },
  ),
  "file.delete.delay.ms": number("long", "ms", 0n, "60000", "How long a deleted file stays on disk."),
  "flush.messages": number(
    "long",
    "none",
    1n,
    String(FOREVER),
    "Records between forced writes to disk; Kafka relies on replicas instead.",
    {
      unlimited: FOREVER,
    },
  ),
  "flush.ms": number(
    "long",
    "ms",
    0n,
    String(FOREVER),
    "Time between forced writes to disk; Kafka relies on replicas instead.",
    {
      unlimited: FOREVER,
    },
  ),
  "follower.replication.throttled.replicas": {
    type: "list",
    default: "",
    acts: ANY_NEUTRAL,
    description: "Replicas whose fetching is throttled, as partition:broker pairs, or * for all.",
  },
  "index.interval.bytes": number("int", "bytes", 0n, "4096", "Bytes between two entries of the offset index."),
  "leader.replication.throttled.replicas": {
    type: "list",
    default: "",
    acts: ANY_NEUTRAL,
    description: "Replicas whose sending is throttled, as partition:broker pairs, or * for all.",
  },
  "local.retention.bytes": number(
    "long",
    "bytes",
    -2n,
    "-2",
    "Bytes per partition kept on the broker with tiered storage; -2 is retention.bytes.",
    {
      unlimited: -1n,
    },
  ),
  "local.retention.ms": number(
    "long",
    "ms",
    -2n,
    "-2",
    "How long records stay on the broker with tiered storage; -2 is retention.ms.",
    {
      unlimited: -1n,
    },
  ),
  "max.compaction.lag.ms": number(
    "long",
    "ms",
    1n,
    String(FOREVER),
    "The longest that a record stays out of compaction.",
    {
      acts: LESS_LOSES,
      unlimited: FOREVER,
    },
  ),
  "max.message.bytes": number("int", "bytes", 0n, "1048588", "The largest batch of records that the broker accepts.", {
    acts: LESS_LOSES,
  }),
  "message.timestamp.after.max.ms": number(
    "long",
    "ms",
    0n,
    "3600000",
    "How far in the future a record's timestamp may lie.",
    {
      acts: LESS_LOSES,
      unlimited: FOREVER,
    },
  ),
  "message.timestamp.before.max.ms": number(
    "long",
    "ms",
    0n,
    String(FOREVER),
    "How far in the past a record's timestamp may lie.",
    {
      acts: LESS_LOSES,
      unlimited: FOREVER,
    },
  ),
  "message.timestamp.type": {
    type: "enum",
    values: ["CreateTime", "LogAppendTime"],
    default: "CreateTime",
    acts: { any: "irreversible" },
    description: "Whether a record's time is the producer's or the broker's; records already written keep theirs.",
  },
  "min.cleanable.dirty.ratio": {
    type: "double",
    min: 0,
    max: 1,
    default: "0.5",
    acts: NEUTRAL,
    description: "The share of a log that may be uncompacted before it is compacted again, 0 to 1.",
  },
  "min.compaction.lag.ms": number("long", "ms", 0n, "0", "The least time that a record stays uncompacted.", {
    acts: LESS_LOSES,
  }),
  "min.insync.replicas": number(
    "int",
    "none",
    1n,
    "1",
    "Replicas that must have a record before a write with acks=all succeeds.",
    {
      acts: LESS_LOSES,
    },
  ),
  preallocate: {
    type: "boolean",
    default: "false",
    acts: NEUTRAL,
    description: "Whether a new segment's file is allocated at once.",
  },
  "remote.log.copy.disable": {
    type: "boolean",
    default: "false",
    acts: NEUTRAL,
    description: "Whether no more data is copied to tiered storage.",
  },
  "remote.log.delete.on.disable": {
    type: "boolean",
    default: "false",
    acts: MORE_LOSES,
    description: "Whether tiered data is deleted when tiered storage is switched off.",
  },
  "remote.storage.enable": {
    type: "boolean",
    default: "false",
    acts: LESS_LOSES,
    description: "Whether old segments move to tiered storage; the cluster must offer it.",
  },
  "retention.bytes": number(
    "long",
    "bytes",
    -1n,
    "-1",
    "Bytes kept per partition before the oldest are deleted; -1 is unlimited.",
    {
      acts: LESS_LOSES,
      unlimited: -1n,
    },
  ),
  "retention.ms": number("long", "ms", -1n, "604800000", "How long records are kept; -1 is unlimited.", {
    acts: LESS_LOSES,
    unlimited: -1n,
  }),
  "segment.bytes": number(
    "int",
    "bytes",
    1_048_576n,
    "1073741824",
    "Size of one segment file; retention deletes whole segments.",
  ),
  "segment.index.bytes": number("int", "bytes", 4n, "10485760", "Size of a segment's index."),
  "segment.jitter.ms": number(
    "long",
    "ms",
    0n,
    "0",
    "Random time taken off segment.ms, so that segments do not roll all at once.",
  ),
  "segment.ms": number("long", "ms", 1n, "604800000", "The longest that one segment is written to."),
  "unclean.leader.election.enable": {
    type: "boolean",
    default: "false",
    acts: MORE_LOSES,
    description: "Whether a replica that lags behind may become leader, losing what it had not copied.",
  },
} as const satisfies Record<string, TopicConfigKey>;

/** What is known about a key; undefined for one that Kafka 4.3 does not have. Safe for any text, `__proto__` included. */
export function topicConfigKey(key: string): TopicConfigKey | undefined {
  return Object.hasOwn(TOPIC_CONFIG_KEYS, key) ? (TOPIC_CONFIG_KEYS as Record<string, TopicConfigKey>)[key] : undefined;
}
