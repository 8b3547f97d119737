import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  approximateBytes,
  approximateDuration,
  approximateRate,
  approximateRecordRate,
  formatBytes,
  formatDuration,
  INT64_MAX,
  parseBytes,
  parseDuration,
  UNLIMITED,
} from "./quantity.ts";

const int64 = fc.bigInt({ min: 0n, max: INT64_MAX });

describe("durations", () => {
  it.each([
    ["7d", 604_800_000n],
    ["168h", 604_800_000n],
    ["PT168H", 604_800_000n],
    ["P7D", 604_800_000n],
    ["P1W", 604_800_000n],
    ["p1dt12h", 129_600_000n],
    ["PT1H30M5S", 5_405_000n],
    [" 7 d ", 604_800_000n],
    ["7 days", 604_800_000n],
    ["1 d 12 h", 129_600_000n],
    ["1.5d", 129_600_000n],
    ["PT0.5S", 500n],
    ["90 min", 5_400_000n],
    ["604800000", 604_800_000n],
    ["604,800,000 ms", 604_800_000n],
    ["0", 0n],
    ["-1", UNLIMITED],
    ["Unlimited", UNLIMITED],
    ["9223372036854775807", INT64_MAX],
  ])("reads %j", (text, value) => expect(parseDuration(text)).toEqual({ ok: true, value }));

  it.each([
    "",
    " ",
    "d",
    "-7d",
    "-2",
    "7 x",
    "1,5 d",
    "7 500",
    "3.5",
    "1.0001 s",
    "P",
    "PT",
    "P1Y",
    "P1M",
    "P1DT",
    "1e3",
    "7d\u0000",
    "٣d",
    "9223372036854775808",
    "106751991168d",
    "9".repeat(101),
  ])("refuses %j", (text) => expect(parseDuration(text)).toMatchObject({ ok: false }));

  it("says what was given and what is allowed", () => {
    expect(parseDuration(" 7x ")).toEqual({
      ok: false,
      message:
        '"7x" cannot be read as a number of milliseconds. Write 7d, 168h, PT168H, a number of milliseconds, or -1 for unlimited.',
    });
    expect(parseDuration("3.5")).toEqual({ ok: false, message: '"3.5" is not a whole number of milliseconds.' });
    expect(parseDuration("9223372036854775808")).toMatchObject({
      message: '"9223372036854775808" is more than Kafka can hold, 9,223,372,036,854,775,807 milliseconds.',
    });
  });

  it.each([
    [604_800_000n, "7 d"],
    [5_400_000n, "1 h 30 min"],
    [0n, "0 ms"],
    [UNLIMITED, "unlimited"],
  ])("writes %s", (value, text) => expect(formatDuration(value)).toBe(text));

  it("reads back every duration that it writes", () => {
    fc.assert(
      fc.property(int64, (value) => {
        expect(parseDuration(formatDuration(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseDuration(text)).not.toThrow();
      }),
    );
  });
});

describe("sizes", () => {
  it.each([
    ["1GiB", 1_073_741_824n],
    ["500 MB", 500_000_000n],
    ["500 mb", 500_000_000n],
    ["1024", 1_024n],
    ["0.5 KiB", 512n],
    ["1,048,588 B", 1_048_588n],
    ["unlimited", UNLIMITED],
  ])("reads %j", (text, value) => expect(parseBytes(text)).toEqual({ ok: true, value }));

  it.each(["1G", "1 Gib/s", "GiB", "-1 GiB", "0.5", "8192 PiB"])("refuses %j", (text) =>
    expect(parseBytes(text)).toMatchObject({ ok: false }),
  );

  it.each([
    [1_073_741_824n, "1 GiB"],
    [500_000_000n, "500 MB"],
    [1_048_588n, "1,048,588 B"],
    [0n, "0 B"],
    [UNLIMITED, "unlimited"],
  ])("writes %s", (value, text) => expect(formatBytes(value)).toBe(text));

  it("reads back every size that it writes", () => {
    const sizes = fc.tuple(fc.bigInt({ min: 0n, max: 1_000n }), fc.constantFrom(1n, 1_024n, 10n ** 6n, 1n << 30n));
    const any = fc.oneof(
      int64,
      sizes.map(([amount, factor]) => amount * factor),
    );
    fc.assert(
      fc.property(any, (value) => {
        expect(parseBytes(formatBytes(value))).toEqual({ ok: true, value });
      }),
    );
  });

  it("rounds where it says about", () => {
    expect(approximateBytes(40_802_189_312n)).toBe("38 GiB");
    expect(approximateBytes(9_072_000_000n)).toBe("8.4 GiB");
    expect(approximateBytes(0n)).toBe("0 B");
    expect(approximateRate(5_000n)).toBe("5 kB/s");
    expect(approximateRate(1_234_567n)).toBe("1.2 MB/s");
    expect(approximateDuration(172_800_000n)).toBe("2 d");
    expect(approximateDuration(5_400_000n)).toBe("1.5 h");
    expect(approximateDuration(0n)).toBe("0 ms");
  });

  it.each([
    [0, "0 records/s"],
    [1_234.5, "1,235 records/s"],
    [1.26, "1.3 records/s"],
    [0.5, "30 records/min"],
    [0.001, "3.6 records/h"],
    [0.0001, "less than 1 record/h"],
  ])("writes %d records per second in a unit in which there are some", (rate, text) => {
    expect(approximateRecordRate(rate)).toBe(text);
  });
});
