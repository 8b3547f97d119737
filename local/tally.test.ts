import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lastLine, playwrightTally, sum, tallyOf, vitestTally } from "./tally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-tally-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

describe("vitest's report", () => {
  test("counts tests, and a file that could not be loaded once", () => {
    const report = {
      testResults: [file("passed", "passed", "passed"), file("failed", "passed", "failed"), file("failed")],
    };
    expect(vitestTally(report)).toEqual({ passed: 3, failed: 2 });
  });

  test("a test that did not run guarantees nothing", () => {
    expect(vitestTally({ testResults: [file("passed", "passed", "skipped", "todo")] })).toEqual({
      passed: 1,
      failed: 2,
    });
  });
});

test("Playwright's report counts flaky tests, those that did not run and errors outside tests as failed", () => {
  const stats = { expected: 10, unexpected: 1, flaky: 2, skipped: 3 };
  expect(playwrightTally({ stats, errors: [{}] })).toEqual({ passed: 10, failed: 7 });
});

describe("tallyOf", () => {
  const whole = () => ({ passed: 5, failed: 0 });

  test("a runner that failed without a failed test failed once", () => {
    const report = join(folder, "report.json");
    writeFileSync(report, "{}");
    expect(tallyOf(whole, report, 0)).toEqual({ passed: 5, failed: 0 });
    expect(tallyOf(whole, report, 1)).toEqual({ passed: 5, failed: 1 });
  });

  test("no report, or half of one, is a failure", () => {
    const report = join(folder, "report.json");
    expect(tallyOf(whole, report, 0)).toEqual({ passed: 0, failed: 1 });
    writeFileSync(report, '{"testResults": [');
    expect(tallyOf(whole, report, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

test("the last line of npm test", () => {
  expect(
    lastLine(
      sum([
        { passed: 2, failed: 0 },
        { passed: 3, failed: 1 },
      ]),
    ),
  ).toBe("5 passed, 1 failed");
});
