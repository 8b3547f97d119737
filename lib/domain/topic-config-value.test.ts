import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INT64_MAX } from "./quantity.ts";
import { TOPIC_CONFIG_KEYS } from "./topic-config-keys.ts";
import { describeConfigValue, formatConfigValue, parseConfigInput, sameConfigValue } from "./topic-config-value.ts";

describe("a setting as people read it", () => {
  it.each([
    ["retention.ms", "604800000", "7 d", "604,800,000 ms"],
    ["retention.ms", "-1", "unlimited", "-1"],
    ["retention.bytes", "1073741824", "1 GiB", "1,073,741,824 B"],
    ["max.message.bytes", "1048588", "1,048,588 B", null],
    ["flush.ms", String(INT64_MAX), "unlimited", String(INT64_MAX)],
    ["local.retention.ms", "-2", "-2", null],
    ["min.insync.replicas", "2", "2", null],
    ["cleanup.policy", "compact,delete", "compact,delete", null],
    ["retention.ms", "soon", "soon", null],
    ["no.such.key", "1", "1", null],
  ])("%s = %s", (key, value, short, exact) => expect(describeConfigValue(key, value)).toEqual({ short, exact }));
});

describe("a setting as people type it", () => {
  it.each([
    ["retention.ms", " 7d ", "604800000"],
    ["retention.ms", "unlimited", "-1"],
    ["max.compaction.lag.ms", "unlimited", String(INT64_MAX)],
    ["retention.bytes", "1GiB", "1073741824"],
    ["min.insync.replicas", "2", "2"],
    ["cleanup.policy", "compact", "compact"],
    ["local.retention.ms", "-2", "-2"],
    ["no.such.key", "x", "x"],
  ])("%s: %j", (key, text, value) => expect(parseConfigInput(key, text)).toEqual({ ok: true, value }));

  it("refuses what it cannot read", () => {
    expect(parseConfigInput("retention.ms", "soon")).toMatchObject({ ok: false });
    expect(parseConfigInput("retention.ms", " ")).toEqual({ ok: false, message: "retention.ms needs a value." });
    expect(parseConfigInput("segment.ms", "unlimited")).toEqual({
      ok: false,
      message: "segment.ms cannot be unlimited.",
    });
  });

  it("reads back whatever it shows, for every key that holds a number", () => {
    const keys = Object.entries(TOPIC_CONFIG_KEYS).flatMap(([key, { type }]) =>
      type === "int" || type === "long" ? [key] : [],
    );
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.bigInt({ min: -2n, max: INT64_MAX }), (key, number) => {
        const value = String(number);
        expect(parseConfigInput(key, formatConfigValue(key, value))).toEqual({ ok: true, value });
      }),
    );
  });
});

describe("sameConfigValue", () => {
  it.each([
    ["min.cleanable.dirty.ratio", "1", "1.0", true],
    ["min.cleanable.dirty.ratio", "0.50", "0.5", true],
    ["min.cleanable.dirty.ratio", "0.5", "0.51", false],
    ["retention.ms", "60000", "60000", true],
    ["retention.ms", "60000", "60001", false],
    ["min.cleanable.dirty.ratio", null, "0.5", false],
  ])("%s: %s and %s → %s", (key, one, other, same) => {
    expect(sameConfigValue(key, one, other)).toBe(same);
  });
});
