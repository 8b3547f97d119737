import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";
import { nodeProgram } from "./stack.ts";

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Finds a Chromium for the browser tests, installing one where there is none: from the system's packages as root, else the build that
 * Playwright offers.
 *
 * @returns the path of its executable
 * @throws Refusal when it can neither be found nor installed
 */
export async function provideChromium(
  group: ProcessGroup,
  settings: Settings,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const given = environment.CHROMIUM_PATH;
  if (given && !isExecutable(given)) throw new Refusal(`CHROMIUM_PATH=${given} is not a program that can be run.`);
  return given || (await find(environment)) || (await install(group, settings, environment));
}

async function find(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = (environment.PATH ?? "").split(delimiter);
  const installed = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command))).find(isExecutable);
  if (installed) return installed;

  const { chromium } = await import("@playwright/test");
  const ofPlaywright = chromium.executablePath();
  return existsSync(ofPlaywright) ? ofPlaywright : undefined;
}

async function install(group: ProcessGroup, settings: Settings, environment: NodeJS.ProcessEnv): Promise<string> {
  const attempts = canUseApt() ? [byApt, byPlaywright] : [byPlaywright];
  let output = "";
  for (const attempt of attempts) {
    output = await attempt(group, settings);
    const found = await find(environment);
    if (found) return found;
  }
  throw new Refusal(
    "The browser tests need Chromium, and it could not be installed. Install it yourself and point CHROMIUM_PATH to it.\n" +
      output.trim().split("\n").slice(-8).join("\n"),
  );
}

async function byApt(group: ProcessGroup): Promise<string> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (name: string, args: string[]) =>
    group.run({ name, command: "apt-get", args, environment, stopStage: 0, stopWithinMs: 800 });
  await apt("apt-update", ["update", "-q"]);
  const { output } = await apt("apt-install", [
    "install",
    "-q",
    "-y",
    "--no-install-recommends",
    "chromium",
    "fonts-liberation",
  ]);
  return output;
}

async function byPlaywright(group: ProcessGroup, settings: Settings): Promise<string> {
  const { output } = await group.run({
    ...nodeProgram(settings, "playwright-install", ["node_modules/@playwright/test/cli.js", "install", "chromium"], {}),
    stopStage: 0,
    stopWithinMs: 800,
  });
  return output;
}

function canUseApt(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync("apt-get", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
