import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createHttpSubjectRegistry } from "#lib/registry/http-subject-registry";
import type { SubjectRegistry } from "#lib/registry/subject-registry";
import { testRegistry } from "#lib/registry/test-registry";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import { TestInstallation } from "./test-installation.ts";
import { record, TestSubjects } from "./test-subjects.ts";

// What the registry in memory cannot prove: that a real one lets the worker do all this.
const name = `on-a-registry-${randomBytes(4).toString("hex")}-value`;
let installation: TestInstallation;
let subjects: TestSubjects;
let registry: SubjectRegistry;
let session: RegistrySession;

beforeAll(async () => {
  registry = createHttpSubjectRegistry(testRegistry(process.env));
  installation = await TestInstallation.create();
  subjects = new TestSubjects(installation, "real");
  await subjects.declare();
  session = await subjects.session({ connect: () => registry });
});
afterAll(async () => {
  await registry?.deleteSubject(name, false);
  await registry?.deleteSubject(name, true);
  await registry?.close();
  await installation?.drop();
});

const work = async () => {
  await session.lease.renew();
  await subjects.everythingIsDue();
  await reconcileSubjects(session);
  return subjects.subject(name);
};
const living = async () =>
  (await registry.listVersions(name)).filter(({ deleted }) => !deleted).map((one) => one.version);

it("a subject is registered, forced, deleted and used again on a real registry", async () => {
  await subjects.register(name, record("id"), { level: "FULL" });
  expect(await work()).toMatchObject({ state: "ready", applied: "FULL", requests: [{ state: "applied" }] });
  expect(await registry.readLevel(name)).toMatchObject({ level: "FULL" });

  await subjects.register(name, record("id:int"));
  expect(await work()).toMatchObject({ state: "blocked", reason: "incompatible" });
  await subjects.register(name, record("id:int", "note"), { forced: true });
  expect(await work()).toMatchObject({ lowered: false, versions: [{}, { state: "blocked" }, { state: "registered" }] });
  expect(await registry.readLevel(name)).toMatchObject({ level: "FULL" });
  expect(await living()).toEqual([1, 2]);

  await subjects.delete(name, [1], false);
  await work();
  await subjects.delete(name, [1], true);
  expect(await work()).toMatchObject({ versions: [{ state: "purged" }, {}, {}] });
  expect(await registry.listVersions(name)).toEqual([{ version: 2, deleted: false }]);

  await subjects.delete(name, null, false);
  expect(await work()).toMatchObject({ state: "deleted" });
  await subjects.delete(name, null, true);
  expect(await work()).toMatchObject({ state: "purged" });
  expect(await registry.listVersions(name)).toEqual([]);

  await subjects.register(name, record("again"));
  expect(await work()).toMatchObject({ state: "ready", versions: [{}, {}, {}, { state: "registered" }] });
});

it("a sweep of it shows what is there, and that somebody registered a version outside", async () => {
  await registry.register(name, record("again", "outside"));
  await session.lease.renew();
  await observeSubjects(session);
  await observeSubjects(session);
  expect(await subjects.subject(name)).toMatchObject({ state: "drifted" });
  expect((await subjects.observations()).find((one) => one.name === name)).toMatchObject({
    fields: ["again", "outside"],
  });
});
