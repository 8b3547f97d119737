import { describe, expect, it } from "vitest";
import { defaultConfigValue } from "./default-config-value.ts";
import { specProblems } from "./spec-problems.ts";
import { TOPIC_CONFIG_KEYS } from "./topic-config-keys.ts";
import { STOCK_DEFAULTS } from "./topic-defaults.ts";

const withConfig = (config: Record<string, string>, replicationFactor = 3) =>
  specProblems({ partitions: 6, replicationFactor, config });

describe("specProblems", () => {
  it("accepts Kafka's own default of every key that has one", () => {
    const defaults = Object.keys(TOPIC_CONFIG_KEYS).flatMap((key) => {
      const value = defaultConfigValue(key, STOCK_DEFAULTS);
      return value ? [[key, value]] : [];
    });
    expect(withConfig(Object.fromEntries(defaults))).toEqual([]);
  });

  // Each was given to LogConfig.validate of Kafka 4.3.1, which accepts it too.
  it.each([
    ["retention.ms", "-1"],
    ["retention.ms", "0"],
    ["retention.ms", "9223372036854775807"],
    ["retention.bytes", "-1"],
    ["cleanup.policy", "compact,delete"],
    ["compression.gzip.level", "-1"],
    ["segment.bytes", "1048576"],
    ["min.cleanable.dirty.ratio", "1"],
    ["local.retention.ms", "-2"],
    ["leader.replication.throttled.replicas", "0:1,1:2"],
    ["leader.replication.throttled.replicas", "*"],
  ])("accepts %s=%s", (key, value) => expect(withConfig({ [key]: value })).toEqual([]));

  it.each([
    // Kafka refuses these.
    ["no.such.key", "1"],
    ["constructor", "1"],
    ["retention.ms", "-2"],
    ["retention.ms", "3.5"],
    ["retention.ms", "5L"],
    ["retention.ms", "1e3"],
    ["retention.ms", "9223372036854775808"],
    ["min.insync.replicas", "0"],
    ["min.insync.replicas", "2147483648"],
    ["compression.gzip.level", "0"],
    ["compression.zstd.level", "23"],
    ["segment.bytes", "1048575"],
    ["segment.ms", "0"],
    ["max.message.bytes", "-1"],
    ["min.cleanable.dirty.ratio", "1.01"],
    ["cleanup.policy", "Delete"],
    ["cleanup.policy", "compact,"],
    ["compression.type", "GZIP"],
    ["message.timestamp.type", "createtime"],
    ["preallocate", "yes"],
    ["leader.replication.throttled.replicas", "*,0:1"],
    // Kafka accepts these: second spellings, or without sense.
    ["retention.ms", " 5"],
    ["retention.ms", "+5"],
    ["retention.ms", "007"],
    ["retention.ms", "-0"],
    ["retention.ms", "٣"],
    ["retention.bytes", "-5"],
    ["preallocate", "TRUE"],
    ["cleanup.policy", ""],
    ["cleanup.policy", "delete,delete"],
    ["cleanup.policy", "compact, delete"],
    ["min.cleanable.dirty.ratio", "NaN"],
    ["internal.segment.bytes", "5"],
  ])("refuses %s=%j", (key, value) => {
    expect(withConfig({ [key]: value })).toEqual([
      { path: `spec.config.${key}`, message: expect.stringContaining(key) },
    ]);
  });

  it("says what is allowed and what was given", () => {
    expect(withConfig({ "retention.ms": "3.5", "cleanup.policy": "drop" })).toEqual([
      {
        path: "spec.config.cleanup.policy",
        message: 'cleanup.policy is one or more of delete, compact, joined by commas, each once; "drop" was given.',
      },
      {
        path: "spec.config.retention.ms",
        message: 'retention.ms is a whole number from -1 to 9,223,372,036,854,775,807; "3.5" was given.',
      },
    ]);
  });

  it("refuses settings that contradict each other", () => {
    expect(withConfig({ "min.insync.replicas": "2" }, 1)).toEqual([
      {
        path: "spec.config.min.insync.replicas",
        message: 'min.insync.replicas is at most the replication factor, 1; "2" was given.',
      },
    ]);
    expect(withConfig({ "min.compaction.lag.ms": "10", "max.compaction.lag.ms": "5" })).toHaveLength(1);
  });

  it("does not weigh a broken setting against another", () => {
    expect(withConfig({ "min.insync.replicas": "many" }, 1)).toHaveLength(1);
  });
});
