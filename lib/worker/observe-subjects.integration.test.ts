import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { RegistryCallFailed, type RegistryErrorCode } from "#lib/registry/subject-registry";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import { TestInstallation } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import { record, TestSubjects } from "./test-subjects.ts";

let installation: TestInstallation;
let subjects: TestSubjects;
let registry: WatchedRegistry;
let session: RegistrySession;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  count += 1;
  subjects = new TestSubjects(installation, `swept-${count}`);
  await subjects.declare();
  registry = new WatchedRegistry();
  session = await subjects.session(registry);
});

const schemas = () => installation.owner.$queryRaw<{ problem: string | null; recordName: string | null }[]>`
  SELECT record_name AS "recordName", problem, hash FROM schema_observations WHERE cluster_slug = ${subjects.cluster} ORDER BY schema_id`;
const changes = () => installation.owner.$queryRaw<{ name: string; at: Date }[]>`
  SELECT name, changed_at AS at FROM subject_observations WHERE cluster_slug = ${subjects.cluster} ORDER BY name`;
const ownLevels = async () =>
  (
    await installation.owner.$queryRaw<{ own: boolean }[]>`
    SELECT own_level AS own FROM subject_observations WHERE cluster_slug = ${subjects.cluster}`
  ).map(({ own }) => own);
const message = async () =>
  (
    await installation.owner.$queryRaw<{ message: string; subjects: number }[]>`
    SELECT message, subject_count AS subjects FROM registry_status WHERE cluster_slug = ${subjects.cluster}`
  )[0];
const failing = (code: RegistryErrorCode) => new RegistryCallFailed({ code, retriable: true, message: "No." });

describe("a sweep", () => {
  it("stores subjects, versions, schemas and the fields of the latest, and later only what changed", async () => {
    registry.registerOutside("a-value", record("id"));
    registry.registerOutside("a-value", record("id", "note"));
    registry.registerOutside("b-value", record("id"));
    await observeSubjects(session);
    expect(await subjects.observations()).toEqual([
      { name: "a-value", compatibility: "BACKWARD", latest: 2, versions: [1, 2], fields: ["id", "note"] },
      { name: "b-value", compatibility: "BACKWARD", latest: 1, versions: [1], fields: ["id"] },
    ]);
    expect(await schemas()).toMatchObject([{ recordName: "Order" }, { recordName: "Order" }]);

    const before = await changes();
    registry.deleteOutside("a-value", 2);
    registry.registerOutside("c-value", record("id"));
    await observeSubjects(session);
    expect(await subjects.observations()).toMatchObject([
      { name: "a-value", latest: 1, versions: [1], fields: ["id"] },
      { name: "b-value" },
      { name: "c-value" },
    ]);
    expect((await changes())[1]).toEqual(before[1]);

    registry.deleteOutside("b-value");
    await observeSubjects(session);
    expect((await subjects.observations()).map(({ name }) => name)).toEqual(["a-value", "c-value"]);
  });

  it("glances at what it knows, and finds in its turn what a glance does not show", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `subject-${index}`);
    for (const name of names) registry.registerOutside(name, record("id"));
    await observeSubjects(session);
    let readInFull = 0;
    registry.faults = {
      before: ({ method }) => {
        if (method === "listVersions") readInFull += 1;
      },
    };
    await observeSubjects(session);
    expect(readInFull).toBeLessThan(10);

    for (const name of names) registry.setLevelOutside(name, "BACKWARD");
    readInFull = 0;
    for (let sweep = 0; sweep < 20; sweep += 1) await observeSubjects(session);
    expect(readInFull).toBe(names.length);
    expect(await ownLevels()).toEqual(names.map(() => true));
  });

  it("understands references, wherever in the sweep they come, and says of a text what is wrong with it", async () => {
    const address = { type: "record", name: "Address", fields: [{ name: "city", type: "string" }] };
    const order = { type: "record", name: "Order", fields: [{ name: "to", type: "Address" }] };
    const avro = (schema: object, references: SchemaDefinition["references"] = []): SchemaDefinition => ({
      schemaType: "AVRO",
      schema: JSON.stringify(schema),
      references,
    });
    registry.registerOutside("z-address", avro(address));
    registry.registerOutside("a-order", avro(order, [{ name: "Address", subject: "z-address", version: 1 }]));
    registry.registerOutside("m-odd", avro({ type: "no such type", doc: "\0" }));
    await observeSubjects(session);
    expect(await subjects.observations()).toMatchObject([
      { name: "a-order", fields: ["to", "to.city"] },
      { name: "m-odd", fields: [] },
      { name: "z-address", fields: ["city"] },
    ]);
    expect((await schemas()).filter(({ problem }) => problem !== null)).toHaveLength(1);
  });

  it("keeps what it knows of one subject that cannot be read, and names with what no column holds cost nobody else anything", async () => {
    registry.registerOutside("a-value", record("id"));
    registry.registerOutside("b-value", record("id"));
    await observeSubjects(session);
    registry.registerOutside("b-value", record("id", "note"));
    registry.registerOutside("a-value", record("id", "note"));
    registry.registerOutside(`${"long".repeat(500)}-value`, record("id"));
    registry.faults = {
      before: ({ method, subject }) => {
        if (method === "readVersion" && subject === "a-value") throw failing("too_large");
      },
    };
    await observeSubjects(session);
    expect(await subjects.observations()).toMatchObject([
      { name: "a-value", latest: 1 },
      { name: "b-value", latest: 2 },
    ]);
  });

  it("ends where the registry is away, with what was seen before", async () => {
    registry.registerOutside("a-value", record("id"));
    await observeSubjects(session);
    registry.faults = {
      before: ({ method }) => {
        if (method === "glanceAt" || method === "describe") throw failing("unavailable");
      },
    };
    await expect(observeSubjects(session)).rejects.toThrow(RegistryCallFailed);
    expect(await subjects.observations()).toHaveLength(1);
  });

  it("never overwrites what was verified after it began", async () => {
    await subjects.register("a-value", record("id"));
    await reconcileSubjects(session);
    const other = await subjects.session(registry, { workerId: "worker-1" });
    registry.faults = {
      after: async ({ method }) => {
        if (method !== "glanceAt") return;
        registry.faults = {};
        await subjects.setLevel("a-value", "FULL");
        await reconcileSubjects(other);
      },
    };
    session = other;
    await observeSubjects(other);
    expect(await subjects.observations()).toMatchObject([{ name: "a-value", compatibility: "FULL" }]);
    expect(await subjects.subject("a-value")).toMatchObject({ state: "ready" });
  });
});

describe("an answer that cannot be believed", () => {
  const names = Array.from({ length: 30 }, (_, index) => `subject-${String(index).padStart(2, "0")}`);

  it.each([
    ["nothing at all", 30],
    ["a third less", 12],
  ])("%s keeps what was seen, says so, and counts once an admin confirms", async (_, vanished) => {
    for (const name of names) registry.registerOutside(name, record("id"));
    expect(await observeSubjects(session)).toBe(true);
    for (const name of names.slice(0, vanished)) registry.deleteOutside(name);

    expect(await observeSubjects(session)).toBe(false);
    expect(await observeSubjects(session)).toBe(false);
    expect(await subjects.observations()).toHaveLength(30);
    expect(await message()).toMatchObject({ message: expect.stringContaining("The registry shows"), subjects: 30 });

    await installation.owner
      .$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${subjects.cluster}`;
    expect(await observeSubjects(session)).toBe(true);
    expect(await subjects.observations()).toHaveLength(30 - vanished);
    expect(await message()).toMatchObject({ message: "", subjects: 30 - vanished });
  });
});
