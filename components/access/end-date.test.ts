import { describe, expect, test } from "vitest";
import { endChoices, endDateOf, readEndDate } from "./end-date.ts";

describe("an end date", () => {
  test("is the last second of the typed day in UTC", () => {
    for (const typed of ["2027-03-12", " 12 Mar 2027 ", "12 march 2027"])
      expect(readEndDate(typed)).toEqual({ ok: true, value: "2027-03-12T23:59:59Z" });
  });

  test("that no calendar has is refused with what was typed", () => {
    for (const typed of ["2027-02-30", "2027-13-01", "12 Foo 2027", "next week", "", "12.3.27"]) {
      const read = readEndDate(typed);
      expect(read.ok).toBe(false);
      expect(read).toHaveProperty("message", expect.stringContaining(`“${typed}”`));
    }
  });

  test("is shown as it is typed", () => {
    expect(endDateOf("2027-03-12T23:59:59.000Z")).toBe("2027-03-12");
  });
});

describe("the choices", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");

  test("are 30 d, 90 d and a year where the rules set no end", () => {
    expect(endChoices(null, now)).toEqual([
      { label: "30 d", date: "2026-12-21" },
      { label: "90 d", date: "2027-02-19" },
      { label: "1 y", date: "2027-11-21" },
    ]);
  });

  test("end with the longest that the rules allow", () => {
    const longest = { label: "the longest", date: "2027-05-20" };
    expect(endChoices("2027-05-20T23:59:59Z", now).at(-1)).toEqual(longest);
    expect(endChoices("2027-02-19T23:59:59Z", now).map(({ label }) => label)).toEqual(["30 d", "90 d"]);
  });
});
