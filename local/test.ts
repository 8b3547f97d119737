import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildWeb, generateClient } from "./build.ts";
import { runChecks, vitest } from "./check.ts";
import { provideChromium } from "./chromium.ts";
import { openControl } from "./control.ts";
import { findJava } from "./java.ts";
import { Interrupted } from "./lifecycle.ts";
import { freePorts, LOOPBACK } from "./ports.ts";
import { explain, Refusal } from "./refusal.ts";
import { startWeb, startWorker } from "./serve.ts";
import type { Settings, Variables } from "./settings.ts";
import { bringUpStores, nodeProgram, runOperator, type Stack } from "./stack.ts";
import { Steps } from "./steps.ts";
import { conclusion, failedOnce, playwrightTally, sum, type Tally, tallyOf, vitestTally } from "./tally.ts";
import { testEnvironment } from "./test-environment.ts";
import { withThrowaway } from "./throwaway.ts";

const PARTS = ["check", "integration", "browser"];

/**
 * `test`: everything that is checked, on a stack of its own that is gone afterwards. The last line is `N passed, N failed`.
 *
 * @param args nothing for all; else one of the three parts, and then what its runner shall run: `npm test -- browser e2e/sign-in.spec.ts`
 */
export async function test(settings: Settings, args: string[]): Promise<number> {
  const steps = new Steps();
  const [part, ...filters] = args;
  if (part !== undefined && !PARTS.includes(part))
    throw new Refusal(`There is no part "${part}" of the tests: ${PARTS.join(", ")}.`);

  const tallies: Tally[] = [];
  const wanted = (name: string) => part === undefined || part === name;
  try {
    findJava(process.env); // Before minutes of work, not after them.
    await withThrowaway(settings, steps, async (group, own) => {
      const chromium = wanted("browser")
        ? await steps.step("Chromium", () => provideChromium(group, own, process.env))
        : "";
      if (wanted("check")) tallies.push(await runChecks(group, own, steps));
      if (part === "check") return;

      await generateClient(group, own, steps);
      const stack = await bringUpStores(group, own, steps, false);
      if (part === "integration") tallies.push(await runIntegrationTests(stack, "integration*", filters));
      else if (part === "browser") await buildWeb(group, own, steps);
      else tallies.push(...(await integrateAndBuild(stack)));
      if (wanted("browser")) tallies.push(await runBrowserTests(stack, chromium, filters));
    });
  } catch (failure) {
    if (failure instanceof Interrupted) throw failure;
    console.error(explain(failure, settings.data));
    tallies.push(failedOnce("The run of the tests", "It broke off, as told above."));
  }
  const total = sum(tallies);
  console.log(conclusion(total));
  return total.failed.length === 0 ? 0 : 1;
}

/** All integration tests: beside those that wait for brokers and processes there is time for the web's build and for the others. */
async function integrateAndBuild(stack: Stack): Promise<Tally[]> {
  const buildAndGoOn = async () => {
    await buildWeb(stack.group, stack.settings, stack.steps);
    return runIntegrationTests(stack, "integration", []);
  };
  return Promise.all([runIntegrationTests(stack, "integration-sharing", []), buildAndGoOn()]);
}

/** @param project one of those in vitest.config.ts, or a pattern of them */
async function runIntegrationTests(stack: Stack, project: string, filters: string[]): Promise<Tally> {
  const [name, runner] =
    project === "integration-sharing"
      ? ["Integration tests that share", "vitest-integration-sharing"]
      : ["Integration tests", "vitest-integration"];
  const report = join(stack.settings.data, `${runner}.json`);
  return stack.steps.attempt(name, async () => {
    rmSync(report, { force: true });
    const program = [...vitest(project, report), ...filters];
    const exitCode = await runVisibly(stack, runner, program, testEnvironment(stack));
    return tallyOf(vitestTally, report, { runner: name, exitCode });
  });
}

async function runBrowserTests(stack: Stack, chromium: string, filters: string[]): Promise<Tally> {
  const { group, settings, steps, environments } = stack;
  const identityProvider = await identityProviderAddress();
  await steps.step("Demo data", () => runOperator(group, settings, environments, ["seed"]));
  await Promise.all([
    steps.step("Web", () => startWeb(stack, { more: identityProvider.web })),
    steps.step("Worker", () => startWorker(stack)),
  ]);

  const control = await openControl(stack);
  const told = {
    ...testEnvironment(stack),
    ...identityProvider.tests,
    CHROMIUM_PATH: chromium,
    STACK_CONTROL_URL: control.url,
    STACK_CONTROL_TOKEN: control.token,
  };
  const tallies: Tally[] = [];
  for (const { name, args } of BROWSER_STAGES) {
    const runner = `Browser tests: ${name}`;
    const report = join(settings.data, `browser-${name}.json`);
    const program = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json", "--pass-with-no-tests"];
    tallies.push(
      await steps.attempt(runner, async () => {
        const environment = { ...told, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        const exitCode = await runVisibly(stack, "playwright", [...program, ...args, ...filters], environment);
        return tallyOf(playwrightTally, report, { runner, exitCode });
      }),
    );
  }
  control.close();
  return sum(tallies);
}

/** One after the other on one stack. Where each test has a world of its own, two run at once; a third would only make the others wait. */
const BROWSER_STAGES = [
  { name: "slice", args: ["--project=slice"] },
  { name: "pages", args: ["--project=pages", "--workers=2"] },
  { name: "journeys", args: ["--project=browser", "--project=api", "--workers=2"] },
  { name: "alone", args: ["--project=alone"] },
];

/** The browser tests bring an OpenID provider of their own; web has to know its address before it exists. */
async function identityProviderAddress(): Promise<{ web: Variables; tests: Variables }> {
  const issuer = `http://${LOOPBACK}:${(await freePorts()).web}`;
  const client = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: "headgate",
    OIDC_CLIENT_SECRET: "a-secret-of-the-browser-tests-only",
  };
  return {
    web: { ...client, OIDC_NAME: "Example SSO" },
    tests: Object.fromEntries(Object.entries(client).map(([name, value]) => [`TEST_${name}`, value])),
  };
}

async function runVisibly(
  { group, settings, steps }: Stack,
  name: string,
  program: string[],
  environment: Variables,
): Promise<number> {
  const tool = { ...nodeProgram(settings, name, program, environment), stopStage: 0, stopWithinMs: 800 };
  const { code } = await group.run(tool, (line) => steps.say(line));
  return code;
}
