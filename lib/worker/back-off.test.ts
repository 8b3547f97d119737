import { expect, it } from "vitest";
import { backOffMs, ITEM_BACK_OFF } from "./back-off.ts";

it.each([
  [0, 1_000],
  [1, 2_000],
  [5, 32_000],
  [6, 60_000],
  [10_000, 60_000],
])("after attempt %i waits at most %i ms, and at least half of it", (attempt, most) => {
  expect(backOffMs(ITEM_BACK_OFF, attempt, 0)).toBe(most / 2);
  expect(backOffMs(ITEM_BACK_OFF, attempt, 0.999_999)).toBe(most);
});
