import { describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { RegistryCallFailed, type RegistryErrorCode } from "#lib/registry/subject-registry";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const bench = SubjectBench.prepare();

const schemas = () => bench.installation.owner.$queryRaw<{ problem: string | null; recordName: string | null }[]>`
  SELECT record_name AS "recordName", problem, hash FROM schema_observations WHERE cluster_slug = ${bench.subjects.cluster} ORDER BY schema_id`;
const changes = () => bench.installation.owner.$queryRaw<{ name: string; at: Date }[]>`
  SELECT name, changed_at AS at FROM subject_observations WHERE cluster_slug = ${bench.subjects.cluster} ORDER BY name`;
const ownLevels = async () =>
  (
    await bench.installation.owner.$queryRaw<{ own: boolean }[]>`
    SELECT own_level AS own FROM subject_observations WHERE cluster_slug = ${bench.subjects.cluster}`
  ).map(({ own }) => own);
const message = async () =>
  (
    await bench.installation.owner.$queryRaw<{ message: string; subjects: number }[]>`
    SELECT message, subject_count AS subjects FROM registry_status WHERE cluster_slug = ${bench.subjects.cluster}`
  )[0];
const failing = (code: RegistryErrorCode) => new RegistryCallFailed({ code, retriable: true, message: "No." });

describe("a sweep", () => {
  it("stores subjects, versions, schemas and the fields of the latest, and later only what changed", async () => {
    bench.registry.registerOutside("a-value", record("id"));
    bench.registry.registerOutside("a-value", record("id", "note"));
    bench.registry.registerOutside("b-value", record("id"));
    await observeSubjects(bench.session);
    expect(await bench.subjects.observations()).toEqual([
      { name: "a-value", compatibility: "BACKWARD", latest: 2, versions: [1, 2], fields: ["id", "note"] },
      { name: "b-value", compatibility: "BACKWARD", latest: 1, versions: [1], fields: ["id"] },
    ]);
    expect(await schemas()).toMatchObject([{ recordName: "Order" }, { recordName: "Order" }]);

    const before = await changes();
    bench.registry.deleteOutside("a-value", 2);
    bench.registry.registerOutside("c-value", record("id"));
    await observeSubjects(bench.session);
    expect(await bench.subjects.observations()).toMatchObject([
      { name: "a-value", latest: 1, versions: [1], fields: ["id"] },
      { name: "b-value" },
      { name: "c-value" },
    ]);
    expect((await changes())[1]).toEqual(before[1]);

    bench.registry.deleteOutside("b-value");
    await observeSubjects(bench.session);
    expect((await bench.subjects.observations()).map(({ name }) => name)).toEqual(["a-value", "c-value"]);
  });

  it("glances at what it knows, and finds in its turn what a glance does not show", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `subject-${index}`);
    for (const name of names) bench.registry.registerOutside(name, record("id"));
    await observeSubjects(bench.session);
    let readInFull = 0;
    bench.registry.faults = {
      before: ({ method }) => {
        if (method === "listVersions") readInFull += 1;
      },
    };
    await observeSubjects(bench.session);
    expect(readInFull).toBeLessThan(10);

    for (const name of names) bench.registry.setLevelOutside(name, "BACKWARD");
    readInFull = 0;
    for (let sweep = 0; sweep < 20; sweep += 1) await observeSubjects(bench.session);
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
    bench.registry.registerOutside("z-address", avro(address));
    bench.registry.registerOutside("a-order", avro(order, [{ name: "Address", subject: "z-address", version: 1 }]));
    bench.registry.registerOutside("m-odd", avro({ type: "no such type", doc: "\0" }));
    await observeSubjects(bench.session);
    expect(await bench.subjects.observations()).toMatchObject([
      { name: "a-order", fields: ["to", "to.city"] },
      { name: "m-odd", fields: [] },
      { name: "z-address", fields: ["city"] },
    ]);
    expect((await schemas()).filter(({ problem }) => problem !== null)).toHaveLength(1);
  });

  it("keeps what it knows of one subject that cannot be read, and names with what no column holds cost nobody else anything", async () => {
    bench.registry.registerOutside("a-value", record("id"));
    bench.registry.registerOutside("b-value", record("id"));
    await observeSubjects(bench.session);
    bench.registry.registerOutside("b-value", record("id", "note"));
    bench.registry.registerOutside("a-value", record("id", "note"));
    bench.registry.registerOutside(`${"long".repeat(500)}-value`, record("id"));
    bench.registry.faults = {
      before: ({ method, subject }) => {
        if (method === "readVersion" && subject === "a-value") throw failing("too_large");
      },
    };
    await observeSubjects(bench.session);
    expect(await bench.subjects.observations()).toMatchObject([
      { name: "a-value", latest: 1 },
      { name: "b-value", latest: 2 },
    ]);
  });

  it("ends where the registry is away, with what was seen before", async () => {
    bench.registry.registerOutside("a-value", record("id"));
    await observeSubjects(bench.session);
    bench.registry.faults = {
      before: ({ method }) => {
        if (method === "glanceAt" || method === "describe") throw failing("unavailable");
      },
    };
    await expect(observeSubjects(bench.session)).rejects.toThrow(RegistryCallFailed);
    expect(await bench.subjects.observations()).toHaveLength(1);
  });

  it("never overwrites what was verified after it began", async () => {
    await bench.subjects.register("a-value", record("id"));
    await reconcileSubjects(bench.session);
    const other = await bench.subjects.session(bench.registry, { workerId: "worker-1" });
    bench.registry.faults = {
      after: async ({ method }) => {
        if (method !== "glanceAt") return;
        bench.registry.faults = {};
        await bench.subjects.setLevel("a-value", "FULL");
        await reconcileSubjects(other);
      },
    };
    await observeSubjects(other);
    expect(await bench.subjects.observations()).toMatchObject([{ name: "a-value", compatibility: "FULL" }]);
    expect(await bench.subjects.subject("a-value")).toMatchObject({ state: "ready" });
  });
});

describe("an answer that cannot be believed", () => {
  const names = Array.from({ length: 30 }, (_, index) => `subject-${String(index).padStart(2, "0")}`);

  it.each([
    ["nothing at all", 30],
    ["a third less", 12],
  ])("%s keeps what was seen, says so, and counts once an admin confirms", async (_, vanished) => {
    for (const name of names) bench.registry.registerOutside(name, record("id"));
    expect(await observeSubjects(bench.session)).toBe(true);
    for (const name of names.slice(0, vanished)) bench.registry.deleteOutside(name);

    expect(await observeSubjects(bench.session)).toBe(false);
    expect(await observeSubjects(bench.session)).toBe(false);
    expect(await bench.subjects.observations()).toHaveLength(30);
    expect(await message()).toMatchObject({ message: expect.stringContaining("The registry shows"), subjects: 30 });

    await bench.installation.owner
      .$executeRaw`UPDATE clusters SET confirmations = confirmations + 1 WHERE slug = ${bench.subjects.cluster}`;
    expect(await observeSubjects(bench.session)).toBe(true);
    expect(await bench.subjects.observations()).toHaveLength(30 - vanished);
    expect(await message()).toMatchObject({ message: "", subjects: 30 - vanished });
  });
});
