import { beforeEach, describe, expect, it } from "vitest";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const bench = SubjectBench.prepare();
const first = record("id");
const second = record("id", "note");
const incompatible = record("id:int");

describe("registering", () => {
  it("a first version: registered, given its level, read back, shown, applied, recorded", async () => {
    await bench.subjects.register(bench.name, first, { level: "FULL" });
    expect(await reconcileSubjects(bench.session)).toBe(1);

    expect(bench.registry.living(bench.name)).toEqual([1]);
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      observedGeneration: 1,
      applied: "FULL",
      due: false,
      versions: [{ state: "registered", registryVersion: 1, schemaId: 1 }],
      requests: [{ state: "applied" }],
    });
    expect(await bench.subjects.observations()).toEqual([
      { name: bench.name, compatibility: "FULL", latest: 1, versions: [1], fields: ["id"] },
    ]);
    expect(await bench.trail()).toEqual(["subject.version-registered", "subject.level-set", "subject.ready"]);
  });

  it("more versions come in their order, and what is there already is not registered twice", async () => {
    await bench.subjects.register(bench.name, first);
    await bench.subjects.register(bench.name, second);
    await bench.work();
    expect((await bench.subject()).versions).toMatchObject([{ registryVersion: 1 }, { registryVersion: 2 }]);

    bench.registry.writes.length = 0;
    await bench.subjects.register(bench.name, first);
    await bench.work();
    expect(bench.registry.writes).toEqual([]);
    expect(await bench.subject()).toMatchObject({
      versions: [{ registryVersion: 1 }, { registryVersion: 2 }, { state: "registered", registryVersion: 1 }],
      requests: [{ state: "applied" }, { state: "applied" }, { state: "applied" }],
    });
  });

  it("a version that is refused waits for a person with the registry's own words; the others go on", async () => {
    await bench.subjects.register(bench.name, first);
    await bench.subjects.register(bench.name, incompatible);
    await bench.subjects.register(bench.name, second);
    await bench.subjects.register("orders.other-value", first);
    await bench.work();

    expect(await bench.subject()).toMatchObject({
      state: "blocked",
      reason: "incompatible",
      message: expect.stringContaining("id is of another type"),
      due: false,
      versions: [{ state: "registered" }, { state: "blocked", attempted: false }, { state: "registered" }],
      requests: [{ state: "applied" }, { state: "approved" }, { state: "applied" }],
    });
    expect(await bench.subjects.subject("orders.other-value")).toMatchObject({ state: "ready" });

    bench.registry.setLevelOutside(bench.name, "NONE");
    await bench.subjects.retry(bench.name);
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      versions: [{}, { state: "registered", registryVersion: 3 }, {}],
      requests: [{ state: "applied" }, { state: "applied" }, { state: "applied" }],
    });
  });

  it("a subject of somebody else is not touched, unless it holds what was asked for", async () => {
    bench.registry.registerOutside(bench.name, second);
    await bench.subjects.register(bench.name, first);
    await bench.work();
    expect(bench.registry.writes).toEqual([]);
    expect(await bench.subject()).toMatchObject({ state: "blocked", reason: "foreign_subject" });

    await bench.subjects.register(bench.name, second);
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      versions: [{ state: "blocked" }, { state: "registered", registryVersion: 1 }],
      requests: [{ state: "approved" }, { state: "applied" }],
    });
  });

  it("what is refused for now, or not answered, is tried again; a subject that the registry chokes on holds back nobody", async () => {
    await bench.subjects.register(bench.name, first);
    await bench.subjects.register("orders.other-value", first);
    bench.registry.faults = {
      before: ({ method, subject }) => {
        if (method === "register" && subject === bench.name)
          throw new RegistryCallFailed({ code: "timed_out", retriable: true, message: "No answer in time." });
      },
    };
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      state: "pending",
      reason: "waiting_for_registry",
      message: "No answer in time.",
      due: true,
      attempt: 1,
    });
    expect(await bench.subjects.subject("orders.other-value")).toMatchObject({ state: "ready" });
    expect(bench.session.lease.mayWrite()).toBe(true);

    bench.registry.faults = {};
    await bench.work();
    expect(await bench.subject()).toMatchObject({ state: "ready", attempt: 0 });
  });

  it("a registry that is away is said to be so, and nothing is lost", async () => {
    await bench.subjects.register(bench.name, first);
    bench.registry.stop();
    await expect(bench.work()).rejects.toThrow(RegistryCallFailed);
    expect(await bench.subject()).toMatchObject({ state: "pending", due: true });
    bench.registry.start();
    await bench.work();
    expect(await bench.subject()).toMatchObject({ state: "ready", requests: [{ state: "applied" }] });
  });
});

describe("the level", () => {
  beforeEach(async () => {
    await bench.subjects.register(bench.name, first);
    await bench.work();
    bench.registry.writes.length = 0;
  });

  it("is set when somebody approved another", async () => {
    await bench.subjects.setLevel(bench.name, "FULL");
    await bench.work();
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      applied: "FULL",
      requests: [{}, { state: "applied" }],
    });
    expect((await bench.trail()).at(-1)).toBe("subject.level-set");
  });

  it("that somebody else changed is drift, is not written by another request, and is reverted when that is approved", async () => {
    bench.registry.setLevelOutside(bench.name, "NONE");
    await bench.subjects.register(bench.name, second);
    await bench.work();
    expect(bench.registry.writes).toEqual(["register"]);
    expect(await bench.subject()).toMatchObject({
      state: "drifted",
      message: "Compatibility is NONE, desired BACKWARD.",
      drift: [{ field: "compatibility", desired: "BACKWARD", applied: "BACKWARD", observed: "NONE" }],
      requests: [{ state: "applied" }, { state: "applied" }],
    });

    await bench.subjects.revert(bench.name, { compatibility: "BACKWARD", missing: [] });
    await bench.work();
    expect(bench.registry.levelOf(bench.name)).toBe("BACKWARD");
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      drift: [],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("of a later approval takes the place of one that was never applied", async () => {
    await bench.subjects.setLevel(bench.name, "FULL");
    await bench.subjects.setLevel(bench.name, "FORWARD");
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      requests: [{}, { state: "superseded" }, { state: "applied" }],
    });
  });
});
