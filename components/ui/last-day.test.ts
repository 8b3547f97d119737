import { expect, test } from "vitest";
import { dayIn, dayOf, endOfDay } from "./last-day.ts";

test("a chosen day ends with its last second in UTC", () => {
  expect(endOfDay("2027-03-12")).toBe("2027-03-12T23:59:59Z");
  expect(endOfDay("")).toBeUndefined();
});

test("an instant's day is read in UTC", () => {
  expect(dayOf(new Date("2027-03-12T23:59:59Z"))).toBe("2027-03-12");
  expect(dayIn(7, Date.parse("2026-12-28T01:00:00Z"))).toBe("2027-01-04");
});
