import { describe, expect, it } from "vitest";
import { estimateStoredBytes } from "./stored-bytes.ts";
import { STOCK_DEFAULTS } from "./topic-defaults.ts";
import type { TopicSpec } from "./topic-spec.ts";

const spec = (config: Record<string, string>): TopicSpec => ({ partitions: 2, replicationFactor: 3, config });

describe("estimateStoredBytes", () => {
  it.each<[string, Record<string, string>, number | null, ReturnType<typeof estimateStoredBytes>]>([
    ["rate × time × replicas", { "retention.ms": "10000" }, 100, { kind: "bounded", bytes: 3_000n }],
    ["the broker's default time", {}, 100, { kind: "bounded", bytes: 100n * 604_800n * 3n }],
    [
      "size per partition, when less",
      { "retention.ms": "10000", "retention.bytes": "50" },
      100,
      { kind: "bounded", bytes: 300n },
    ],
    ["time, when less", { "retention.ms": "1000", "retention.bytes": "5000" }, 100, { kind: "bounded", bytes: 300n }],
    ["size alone without a rate", { "retention.bytes": "50" }, null, { kind: "bounded", bytes: 300n }],
    [
      "size alone without a time limit",
      { "retention.ms": "-1", "retention.bytes": "50" },
      1,
      { kind: "bounded", bytes: 300n },
    ],
    ["nothing written", {}, 0, { kind: "bounded", bytes: 0n }],
    ["no limit", { "retention.ms": "-1" }, 100, { kind: "unbounded" }],
    ["no limit and no rate", { "retention.ms": "-1" }, null, { kind: "unbounded" }],
    ["no rate", {}, null, { kind: "unknown" }],
    ["compacted only", { "cleanup.policy": "compact" }, 100, { kind: "unknown" }],
    [
      "compacted and deleted",
      { "cleanup.policy": "compact,delete", "retention.ms": "1000" },
      1,
      { kind: "bounded", bytes: 3n },
    ],
    ["a value that is no number", { "retention.ms": "soon" }, 100, { kind: "bounded", bytes: 100n * 604_800n * 3n }],
  ])("%s", (_, config, rate, expected) =>
    expect(estimateStoredBytes(spec(config), rate, STOCK_DEFAULTS)).toEqual(expected),
  );

  it("counts what the cluster is configured with where a key is not set", () => {
    const day = { "retention.ms": "86400000" };
    expect(estimateStoredBytes(spec({}), 100, day)).toEqual({ kind: "bounded", bytes: 100n * 86_400n * 3n });
    expect(estimateStoredBytes(spec({}), 100, { "retention.ms": "-1" })).toEqual({ kind: "unbounded" });
    expect(estimateStoredBytes(spec({}), 100, { "cleanup.policy": "compact" })).toEqual({ kind: "unknown" });
  });
});
