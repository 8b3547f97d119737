import { existsSync, readFileSync } from "node:fs";

/** How many tests, or checks, passed and failed. */
export interface Tally {
  passed: number;
  failed: number;
}

export const PASSED: Tally = { passed: 1, failed: 0 };
export const FAILED: Tally = { passed: 0, failed: 1 };

export function sum(tallies: Tally[]): Tally {
  return tallies.reduce((total, one) => ({ passed: total.passed + one.passed, failed: total.failed + one.failed }), {
    passed: 0,
    failed: 0,
  });
}

/** The last line of `npm test`. */
export function lastLine({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

/** A test runner's report and exit code as a tally. A runner that failed without a failed test (it could not load one, say) failed once. */
export function tallyOf(read: (report: unknown) => Tally, reportFile: string, exitCode: number): Tally {
  const tally = readReport(read, reportFile);
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/**
 * A report of `vitest --reporter=json`. A file that could not be loaded counts as one failed test, and so does a skipped test: one that
 * does not run guarantees nothing.
 */
export function vitestTally(report: unknown): Tally {
  const { testResults } = report as { testResults: { status: string; assertionResults: { status: string }[] }[] };
  return sum(
    testResults.map(({ status, assertionResults }) => {
      const passed = assertionResults.filter((test) => test.status === "passed").length;
      const failed = assertionResults.length - passed;
      return { passed, failed: failed === 0 && status === "failed" ? 1 : failed };
    }),
  );
}

/** A report of `playwright test --reporter=json`. Skipped tests are those after a failed one in a serial file, or never meant to run. */
export function playwrightTally(report: unknown): Tally {
  const { stats, errors } = report as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}

function readReport(read: (report: unknown) => Tally, reportFile: string): Tally {
  if (!existsSync(reportFile)) return FAILED;
  try {
    return read(JSON.parse(readFileSync(reportFile, "utf8")));
  } catch {
    return FAILED; // The runner was killed while it wrote, or writes another form now: not a pass.
  }
}
