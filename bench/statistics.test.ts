import { expect, test } from "vitest";
import { alternate, median, medianRatio, percentile } from "./statistics.ts";

test("the median of an even number of figures lies between the two middle ones", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("a percentile is one of the figures", () => {
  const figures = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect(percentile(figures, 95)).toBe(19);
  expect(percentile(figures, 100)).toBe(20);
  expect(percentile([7], 95)).toBe(7);
});

test("a ratio is taken pair by pair, so that one disturbed pair does not move it", () => {
  const pairs = [
    { product: 12, bare: 10 },
    { product: 1200, bare: 1000 },
    { product: 99, bare: 10 },
  ];
  expect(medianRatio(pairs)).toBe(1.2);
});

test("sides are measured in turn, the first to begin changes, and the first pair is thrown away", async () => {
  const calls: string[] = [];
  const side = (name: string) => async () => calls.push(name);
  const pairs = await alternate(2, side("product"), side("bare"));
  expect(calls).toEqual(["bare", "product", "product", "bare", "bare", "product"]);
  expect(pairs).toEqual([
    { product: 3, bare: 4 },
    { product: 6, bare: 5 },
  ]);
});
