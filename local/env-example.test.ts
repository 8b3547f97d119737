import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MigrationEnvironment } from "#lib/config/migration-environment";
import { WebEnvironment } from "#lib/config/web-environment";
import { WorkerEnvironment } from "#lib/config/worker-environment";
import { LAUNCHER_VARIABLES } from "./settings.ts";

const example = readFileSync(join(import.meta.dirname, "..", ".env.example"), "utf8");
const assignments = example.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
const values = Object.fromEntries(assignments.map((line) => line.split(/=(.*)/s).slice(0, 2)));

test(".env.example names every variable that some process reads, once, and no other", () => {
  const schemas = [WebEnvironment, WorkerEnvironment, MigrationEnvironment].flatMap((schema) =>
    Object.keys(schema.shape),
  );
  const read = new Set([...schemas, ...LAUNCHER_VARIABLES]);

  expect(assignments.map((line) => line.split("=")[0]).sort()).toEqual([...read].sort());
});

test("its values are such as each process accepts, once the secrets are filled in", () => {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

  const [HEADGATE_SECRET, key] = ["s".repeat(32), "k".repeat(43)];
  const web = { ...filled, HEADGATE_SECRET, CREDENTIAL_PUBLIC_KEY: key };
  expect(WebEnvironment.safeParse(web).error).toBeUndefined();
  expect(WorkerEnvironment.safeParse({ ...filled, CREDENTIAL_PRIVATE_KEY: key }).error).toBeUndefined();
  expect(MigrationEnvironment.safeParse(filled).error).toBeUndefined();
});
