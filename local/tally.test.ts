import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conclusion, failedOnce, playwrightTally, sum, tallyOf, vitestTally } from "./tally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "headgate-tally-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const vitestReport = (...files: { status: string; message?: string; tests: string[] }[]) => ({
  testResults: files.map(({ status, message = "", tests }, index) => ({
    name: join(process.cwd(), `lib/${index}.test.ts`),
    status,
    message,
    assertionResults: tests.map((each) => ({
      fullName: `a topic ${each}`,
      status: each,
      failureMessages: each === "failed" ? ["expected 1 to be 2"] : [],
    })),
  })),
});

describe("vitest's report", () => {
  test("counts tests, and a file that could not be loaded once", () => {
    const report = vitestReport(
      { status: "passed", tests: ["passed", "passed"] },
      { status: "failed", tests: ["passed", "failed"] },
      { status: "failed", message: "Cannot find module", tests: [] },
    );
    expect(vitestTally(report)).toEqual({
      passed: 3,
      failed: [
        { name: "lib/1.test.ts › a topic failed", message: "expected 1 to be 2" },
        { name: "lib/2.test.ts", message: "Cannot find module" },
      ],
    });
  });

  test("a test that did not run guarantees nothing", () => {
    const { passed, failed } = vitestTally(vitestReport({ status: "passed", tests: ["passed", "skipped", "todo"] }));
    expect(passed).toBe(1);
    expect(failed.map(({ message }) => message)).toEqual(["It was not run: skipped.", "It was not run: todo."]);
  });
});

test("Playwright's report counts flaky tests, those that did not run and errors outside tests as failed", () => {
  const spec = (status: string, ...messages: string[]) => ({
    title: `is ${status}`,
    file: "alone/a.spec.ts",
    line: 7,
    tests: [{ status, results: [{ errors: messages.map((message) => ({ message })) }] }],
  });
  const report = {
    suites: [
      {
        title: "alone/a.spec.ts",
        specs: [spec("expected"), spec("unexpected", "Timed out", "Closed")],
        suites: [{ title: "then", specs: [spec("expected"), spec("flaky", "Once"), spec("skipped")] }],
      },
    ],
    errors: [{ message: "No stack." }],
  };
  expect(playwrightTally(report)).toEqual({
    passed: 2,
    failed: [
      { name: "alone/a.spec.ts:7 › is unexpected", message: "Timed out\nClosed" },
      { name: "alone/a.spec.ts:7 › is flaky", message: "Once" },
      { name: "alone/a.spec.ts:7 › is skipped", message: "It was not run: skipped." },
      { name: "Playwright", message: "No stack." },
    ],
  });
});

describe("tallyOf", () => {
  const whole = () => ({ passed: 5, failed: [] });
  const ended = (exitCode: number) => ({ runner: "Unit tests", exitCode });

  test("a runner that failed without a failed test failed once", () => {
    const report = join(folder, "report.json");
    writeFileSync(report, "{}");
    expect(tallyOf(whole, report, ended(0))).toEqual({ passed: 5, failed: [] });
    expect(tallyOf(whole, report, ended(1))).toEqual({
      passed: 5,
      failed: [{ name: "Unit tests", message: "It exited with code 1, and no test failed." }],
    });
  });

  test("no report, or half of one, is a failure", () => {
    const report = join(folder, "report.json");
    expect(tallyOf(whole, report, ended(0)).failed).toMatchObject([{ message: "It wrote no report." }]);
    writeFileSync(report, '{"testResults": [');
    expect(tallyOf(whole, report, ended(0)).failed).toMatchObject([{ name: "Unit tests" }]);
  });
});

describe("the end of npm test", () => {
  test("its last line", () => {
    const failed = [{ name: "lib/a.test.ts › is", message: "no" }];
    expect(
      conclusion(
        sum([
          { passed: 2, failed: [] },
          { passed: 3, failed },
        ]),
      )
        .split("\n")
        .at(-1),
    ).toBe("5 passed, 1 failed");
  });

  test("what failed is told again before it, without colours and not at length", () => {
    const message = ["\u001b[31mexpected\u001b[39m", ...Array.from({ length: 50 }, (_, index) => `line ${index}`)];
    const lines = conclusion(failedOnce("lib/a.test.ts › is", message.join("\n"))).split("\n");
    expect(lines.slice(0, 4)).toEqual(["", "✗ lib/a.test.ts › is", "    expected", "    line 0"]);
    expect(lines).toHaveLength(16);
  });
});
