import { describe, expect, it } from "vitest";
import { FIRST_DRAFT, readTarget, targetWords } from "./target-draft.ts";

const read = (change: object) => readTarget({ ...FIRST_DRAFT, ...change });

describe("where a group is to go on", () => {
  it.each([
    [{ kind: "earliest" }, { kind: "earliest" }],
    [{ kind: "latest", by: "nonsense" }, { kind: "latest" }],
    [
      { kind: "time", time: "2026-11-21T09:00" },
      { kind: "time", time: "2026-11-21T09:00:00.000Z" },
    ],
    [
      { kind: "shift", by: "-1,000" },
      { kind: "shift", by: -1_000 },
    ],
    [
      { kind: "shift", by: "−5" },
      { kind: "shift", by: -5 },
    ],
  ])("reads %o", (typed, target) => {
    expect(read(typed)).toEqual({ ok: true, value: target });
  });

  it.each([
    { kind: "time" },
    { kind: "time", time: "1969-12-31T23:59" },
    { kind: "time", time: "yesterday" },
    { kind: "shift", by: "" },
    { kind: "shift", by: "0" },
    { kind: "shift", by: "1.5" },
    { kind: "shift", by: "1e30" },
    { kind: "shift", by: "a lot" },
  ])("refuses %o with what is allowed", (typed) => {
    expect(read(typed)).toMatchObject({ ok: false, message: expect.stringMatching(/Choose|Say by/) });
  });

  it("says it in words", () => {
    expect(targetWords({ kind: "shift", by: -3 })).toBe("3 records back per partition");
    expect(targetWords({ kind: "latest" })).toBe("the end (latest)");
  });
});
