import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of a failure's message that are repeated at the end; all of it stands where it was printed first. */
const LINES_TOLD = 12;

/** How many tests, or checks, passed, and each that failed. */
export interface Tally {
  passed: number;
  failed: Failure[];
}

/** A test, or check, that failed, or did not run. */
export interface Failure {
  /** Its file and titles, or what else finds it again. */
  name: string;
  message: string;
}

export const PASSED: Tally = { passed: 1, failed: [] };

/** One thing that failed, and nothing else. */
export function failedOnce(name: string, message: string): Tally {
  return { passed: 0, failed: [{ name, message }] };
}

export function sum(tallies: Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    failed: tallies.flatMap(({ failed }) => failed),
  };
}

/**
 * What `npm test` and `npm run check` end with: each failure once more, with the beginning of its message, as it may have been printed
 * twenty minutes ago; and `N passed, N failed` as the last line.
 */
export function conclusion(tally: Tally): string {
  return `\n${[...tally.failed.map(told), counted(tally)].join("\n")}`;
}

/** `N passed, N failed`. */
export function counted({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed.length} failed`;
}

function told({ name, message }: Failure): string {
  const lines = stripVTControlCharacters(message).trim().split("\n").slice(0, LINES_TOLD);
  return `${[`✗ ${name}`, ...lines.map((line) => `    ${line}`)].join("\n")}\n`;
}

/**
 * A test runner's report and exit code as a tally. A runner that failed without a failed test (it could not load one, say) failed once.
 *
 * @param runner what a failure of its own is called
 */
export function tallyOf(
  read: (report: unknown) => Tally,
  reportFile: string,
  { runner, exitCode }: { runner: string; exitCode: number },
): Tally {
  const tally = readReport(read, reportFile, runner);
  if (exitCode === 0 || tally.failed.length > 0) return tally;
  return sum([tally, failedOnce(runner, `It exited with code ${exitCode}, and no test failed.`)]);
}

/**
 * A report of `vitest --reporter=json`. A file that could not be loaded counts as one failed test, and so does a skipped test: one that
 * does not run guarantees nothing.
 */
export function vitestTally(report: unknown): Tally {
  return sum((report as VitestReport).testResults.map(vitestFile));
}

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
}

function vitestFile({ name, status, message, assertionResults }: VitestReport["testResults"][number]): Tally {
  const file = relative(process.cwd(), name);
  const failed = assertionResults
    .filter((test) => test.status !== "passed")
    .map((test) => ({
      name: `${file} › ${test.fullName}`,
      message: test.failureMessages?.join("\n") || `It was not run: ${test.status}.`,
    }));
  const passed = assertionResults.length - failed.length;
  return failed.length === 0 && status === "failed"
    ? sum([{ passed, failed }, failedOnce(file, message)])
    : { passed, failed };
}

/** A report of `playwright test --reporter=json`. Skipped tests are those after a failed one in a serial file, or never meant to run. */
export function playwrightTally(report: unknown): Tally {
  const { suites, errors } = report as PlaywrightReport;
  return sum([...suites.map(playwrightSuite), ...errors.map((error) => failedOnce("Playwright", messageOf(error)))]);
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];
  errors: PlaywrightError[];
}

/** A file, or a `describe` in one. */
interface PlaywrightSuite {
  title: string;
  specs: {
    title: string;
    file: string;
    line: number;
    tests: { status: "expected" | "unexpected" | "flaky" | "skipped"; results: { errors: PlaywrightError[] }[] }[];
  }[];
  suites?: PlaywrightSuite[];
}

interface PlaywrightError {
  message?: string;
  value?: string;
}

function playwrightSuite({ specs, suites = [] }: PlaywrightSuite): Tally {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests.map(({ status, results }) => {
      if (status === "expected") return PASSED;
      const errors = results.flatMap((result) => result.errors).map(messageOf);
      return failedOnce(`${file}:${line} › ${title}`, errors.join("\n") || `It was not run: ${status}.`);
    }),
  );
  return sum([...own, ...suites.map(playwrightSuite)]);
}

function messageOf({ message, value }: PlaywrightError): string {
  return message ?? value ?? "It says nothing.";
}

function readReport(read: (report: unknown) => Tally, reportFile: string, runner: string): Tally {
  if (!existsSync(reportFile)) return failedOnce(runner, "It wrote no report.");
  try {
    return read(JSON.parse(readFileSync(reportFile, "utf8")));
  } catch (failure) {
    // The runner was killed while it wrote, or writes another form now: not a pass.
    return failedOnce(runner, `Its report cannot be read: ${(failure as Error).message}`);
  }
}
