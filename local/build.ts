import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import type { Settings, Variables } from "./settings.ts";
import { nodeProgram } from "./stack.ts";
import { hashOf, isStamped } from "./stamps.ts";
import type { Steps } from "./steps.ts";

const CLIENT_INPUTS = ["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"];
const BUILD_INPUTS = [
  ...["app", "components", "lib", "public"],
  ...[
    "proxy.ts",
    "instrumentation.ts",
    "next.config.mjs",
    "postcss.config.mjs",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
  ],
];

/** Writes the database client (lib/db/generated) unless the schema is the one it was written from. */
export async function generateClient(
  group: ProcessGroup,
  settings: Settings,
  steps: Steps,
  always = false,
): Promise<void> {
  const stamp = join(settings.root, "lib", "db", "generated", ".inputs");
  const hash = hashOf(settings.root, CLIENT_INPUTS);
  if (!always && isStamped(stamp, hash)) return;

  await steps.step("Database client", async () => {
    // Prisma looks for an engine that `generate` then never runs. Naming a file that exists spares the download; it must not be one
    // that could run and succeed, or `prisma migrate` would report success having done nothing.
    const noEngine = { PRISMA_SCHEMA_ENGINE_BINARY: join(settings.root, "package.json"), CHECKPOINT_DISABLE: "1" };
    await runTool(group, settings, "prisma-generate", ["node_modules/prisma/build/index.js", "generate"], noEngine);
    writeFileSync(stamp, hash);
  });
}

/** Builds the web process unless nothing it is made of has changed. */
export async function buildWeb(group: ProcessGroup, settings: Settings, steps: Steps): Promise<void> {
  const stamp = join(settings.root, ".next", "headgate-inputs");
  const hash = hashOf(settings.root, BUILD_INPUTS, isBuildInput);
  if (isStamped(stamp, hash)) return;

  await steps.step("Web build", async () => {
    rmSync(stamp, { force: true });
    const environment = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
    await runTool(group, settings, "next-build", ["node_modules/next/dist/bin/next", "build"], environment);
    writeFileSync(stamp, hash);
  });
}

/** Whether a change of this file can change what the web process serves. The worker, the launcher and tests are not part of it. */
export function isBuildInput(path: string): boolean {
  return !/\.test\.tsx?$|^lib\/(?:worker|kafka|registry|ops|cli)\//.test(path);
}

async function runTool(
  group: ProcessGroup,
  settings: Settings,
  name: string,
  args: string[],
  environment: Variables,
): Promise<void> {
  const { code, output } = await group.run({
    ...nodeProgram(settings, name, args, environment),
    stopStage: 0,
    stopWithinMs: 800,
  });
  if (code !== 0) throw new Refusal(`${name} failed:\n${output.trim().split("\n").slice(-60).join("\n")}`);
}
