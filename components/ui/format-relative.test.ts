import { expect, test } from "vitest";
import { formatInstant, formatRelative } from "./format-relative.ts";

const now = Date.parse("2026-11-21T09:00:00Z");
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [0, "just now"],
  [2 * SECOND, "just now"],
  [-7 * SECOND, "just now"],
  [12 * SECOND, "12 s ago"],
  [59_999, "59 s ago"],
  [60 * SECOND, "1 min ago"],
  [26 * MINUTE, "26 min ago"],
  [3 * HOUR, "3 h ago"],
  [23 * HOUR + 59 * MINUTE, "23 h ago"],
  [24 * HOUR, "1 d ago"],
  [60 * DAY, "60 d ago"],
  [61 * DAY, "21 Sep 2026"],
])("an instant %i ms before now reads %s", (age, words) => {
  expect(formatRelative(new Date(now - age), now)).toBe(words);
});

test("what is to come reads as such", () => {
  expect(formatRelative(new Date(now + 6 * DAY + HOUR), now)).toBe("in 6 d");
  expect(formatRelative(new Date(now + 30 * DAY - MINUTE), now)).toBe("in 30 d");
});

test("the absolute time is in UTC, whatever the machine's zone", () => {
  expect(formatInstant(new Date("2027-03-12T09:04:03.900Z"))).toBe("12 Mar 2027 09:04:03 UTC");
});
