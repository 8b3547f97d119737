import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { explain, Refusal } from "./refusal.ts";

test("a refusal is shown in its own words, without a stack", () => {
  expect(explain(new Refusal("Port 3000 is in use."), tmpdir())).toBe("Port 3000 is in use.");
});

test("a defect of the launcher is shown with its stack", () => {
  expect(explain(new TypeError("x is undefined"), tmpdir())).toContain("refusal.test.ts");
});

test.each([
  new Refusal('postgres ended (code 1).\n    PANIC: could not write to file "pg_wal/1": No space left on device'),
  Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
])("a full disk is named as such, and the message says what to do", (failure) => {
  expect(explain(failure, tmpdir())).toContain(
    `The disk is full. Free some space, or point HEADGATE_DATA (now ${tmpdir()})`,
  );
});
