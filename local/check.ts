import { join } from "node:path";
import { generateClient } from "./build.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { Settings } from "./settings.ts";
import { nodeProgram } from "./stack.ts";
import { Steps } from "./steps.ts";
import { conclusion, failedOnce, PASSED, sum, type Tally, tallyOf, vitestTally } from "./tally.ts";
import { withThrowaway } from "./throwaway.ts";

/** Each check and the program that makes it; exit code 0 is a pass. */
const CHECKS: Record<string, string[][]> = {
  Types: [
    ["node_modules/next/dist/bin/next", "typegen"], // Pages use types that Next.js derives from the folders.
    ["node_modules/typescript/bin/tsc", "-p", ".", "--incremental", "false"],
  ],
  "Style and lint": [["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings", "."]],
  Boundaries: [
    ["node_modules/dependency-cruiser/bin/dependency-cruiser.mjs", "app", "components", "lib", "e2e", "bench", "local"],
  ],
  "Unused code": [["node_modules/knip/bin/knip.js"]],
};

/** `check`: types, lint, boundaries, unused code and unit tests, side by side. */
export async function check(settings: Settings): Promise<number> {
  const steps = new Steps();
  const tally = await withThrowaway(settings, steps, (group, own) => runChecks(group, own, steps));
  console.log(conclusion(tally));
  return tally.failed.length === 0 ? 0 : 1;
}

/** Runs all checks and the unit tests; the output of what failed is shown. */
export async function runChecks(group: ProcessGroup, settings: Settings, steps: Steps): Promise<Tally> {
  await generateClient(group, settings, steps);
  const checks = Object.entries(CHECKS).map(([name, programs]) => runCheck(group, settings, steps, name, programs));
  return sum(await Promise.all([...checks, runUnitTests(group, settings, steps)]));
}

async function runCheck(
  group: ProcessGroup,
  settings: Settings,
  steps: Steps,
  name: string,
  programs: string[][],
): Promise<Tally> {
  let output = "";
  const tally = await steps.attempt(name, async () => {
    for (const program of programs) {
      const result = await group.run({
        ...nodeProgram(settings, `check-${name}`, program, { NEXT_TELEMETRY_DISABLED: "1" }),
        stopStage: 0,
        stopWithinMs: 800,
      });
      output = result.output;
      if (result.code !== 0) return failedOnce(name, output);
    }
    return PASSED;
  });
  if (tally.failed.length > 0) steps.say(output.trimEnd());
  return tally;
}

async function runUnitTests(group: ProcessGroup, settings: Settings, steps: Steps): Promise<Tally> {
  const report = join(settings.data, "unit.json");
  let output = "";
  const tally = await steps.attempt("Unit tests", async () => {
    const result = await group.run({
      ...nodeProgram(settings, "vitest-unit", vitest("unit", report), {}),
      stopStage: 0,
      stopWithinMs: 800,
    });
    output = result.output;
    return tallyOf(vitestTally, report, { runner: "Unit tests", exitCode: result.code });
  });
  if (tally.failed.length > 0) steps.say(output.trimEnd());
  return tally;
}

/** Arguments that run vitest projects by name (`*` stands for any end), for people on the screen and for us in a file. */
export function vitest(project: string, report: string): string[] {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return ["node_modules/vitest/vitest.mjs", "run", "--project", project, ...reporters];
}
