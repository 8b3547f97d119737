import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOfSpec, monthlyCost, writeRate } from "./cost.ts";
import { STOCK_DEFAULTS } from "./topic-defaults.ts";

const GIB = 1n << 30n;
const prices = { priceGibMonth: "0.10", pricePartitionMonth: "0.5", currency: "EUR" };
const free = { priceGibMonth: null, pricePartitionMonth: null, currency: "EUR" };

describe("money per month", () => {
  it("is stored GiB and partitions, each by its price", () => {
    expect(monthlyCost(prices, { bytes: 100n * GIB, partitions: 6 })).toBe("13.00");
  });

  it("is rounded once, half up to two places", () => {
    const tiny = { ...free, priceGibMonth: "0.005" };
    expect(monthlyCost(tiny, { bytes: GIB, partitions: 1 })).toBe("0.01");
    expect(monthlyCost(tiny, { bytes: GIB - 1n, partitions: 1 })).toBe("0.00");
    // Either alone would be rounded away.
    const both = { ...tiny, priceGibMonth: "0.004", pricePartitionMonth: "0.004" };
    expect(monthlyCost(both, { bytes: GIB, partitions: 1 })).toBe("0.01");
  });

  it("is nothing anybody knows while no price is set, or bytes with a price are unknown", () => {
    expect(monthlyCost(free, { bytes: GIB, partitions: 6 })).toBeNull();
    expect(monthlyCost(prices, { bytes: null, partitions: 6 })).toBeNull();
    expect(monthlyCost({ ...free, pricePartitionMonth: "1" }, { bytes: null, partitions: 6 })).toBe("6.00");
  });

  it("tells a price of nothing from no price", () => {
    expect(monthlyCost({ ...free, priceGibMonth: "0" }, { bytes: GIB, partitions: 1 })).toBe("0.00");
  });

  it("stays exact beyond what a floating-point number holds", () => {
    const dear = { ...free, priceGibMonth: "99999999.999999" };
    expect(monthlyCost(dear, { bytes: (1n << 62n) * 2n - 1n, partitions: 0 })).toBe("858993459199991409.97");
  });

  it("never falls when more is stored", () => {
    const bytes = fc.bigInt({ min: 0n, max: 1n << 60n });
    fc.assert(
      fc.property(bytes, bytes, (one, more) => {
        const cost = (stored: bigint) => Number(monthlyCost(prices, { bytes: stored, partitions: 1 }));
        expect(cost(one + more)).toBeGreaterThanOrEqual(cost(one));
      }),
    );
  });
});

describe("the cost of settings", () => {
  const spec = { partitions: 6, replicationFactor: 3, config: { "retention.ms": "86400000" } };

  it("is of what the retention keeps, on all replicas", () => {
    const bytes = 1_000n * 86_400n * 3n;
    expect(costOfSpec(prices, spec, 1_000, STOCK_DEFAULTS)).toEqual({
      stored: "bounded",
      bytes: String(bytes),
      perMonth: "3.02",
    });
  });

  it("says when nothing limits it, and when nobody knows the rate", () => {
    const forever = { ...spec, config: { "retention.ms": "-1" } };
    expect(costOfSpec(prices, forever, 1_000, STOCK_DEFAULTS)).toEqual({
      stored: "unbounded",
      bytes: null,
      perMonth: null,
    });
    expect(costOfSpec(prices, spec, null, STOCK_DEFAULTS)).toEqual({ stored: "unknown", bytes: null, perMonth: null });
  });
});

describe("the rate of an estimate", () => {
  it("is what was seen, else what was stated", () => {
    expect(writeRate({ observed: 12.6, stated: 1_000 })).toEqual({ basis: "observed", bytesPerSecond: 13 });
    expect(writeRate({ observed: 0, stated: 1_000 })).toEqual({ basis: "observed", bytesPerSecond: 0 });
    expect(writeRate({ observed: null, stated: 1_000 })).toEqual({ basis: "stated", bytesPerSecond: 1_000 });
    expect(writeRate({ observed: null, stated: null })).toEqual({ basis: "none", bytesPerSecond: null });
  });
});
