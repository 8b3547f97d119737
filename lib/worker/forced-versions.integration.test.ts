import { beforeEach, describe, expect, it } from "vitest";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import type { RegistryCheckpoint } from "./registry-session.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const bench = SubjectBench.prepare();
const first = record("id");
const incompatible = record("id:int");

describe("a forced version", () => {
  const STEPS: RegistryCheckpoint[] = [
    "taken",
    "attempt-recorded",
    "lowering-recorded",
    "level-written",
    "registered",
    "verified",
    "committed",
  ];
  beforeEach(async () => {
    await bench.subjects.register(bench.name, first, { level: "FULL" });
    await bench.work();
    bench.registry.writes.length = 0;
  });

  it("is registered at a lowered level, which is restored", async () => {
    await bench.subjects.register(bench.name, incompatible, { forced: true, level: "FULL" });
    await bench.work();
    expect(bench.registry.writes).toEqual(["setLevel", "register", "setLevel"]);
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      lowered: false,
      versions: [{}, { state: "registered", registryVersion: 2 }],
      requests: [{}, { state: "applied" }],
    });
    expect((await bench.trail()).slice(3)).toEqual([
      "subject.level-lowered",
      "subject.version-registered",
      "subject.level-restored",
    ]);
  });

  it.each(STEPS)("a worker that dies at %s leaves nothing lowered once another one works", async (step) => {
    await bench.subjects.register(bench.name, incompatible, { forced: true, level: "FULL" });
    await bench.takeOver("worker-1", (at) => {
      if (at === step) throw new Error(`died at ${at}`);
    });
    await expect(bench.work()).rejects.toThrow("died");
    await bench.takeOver("worker-2");
    await bench.work();

    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(bench.registry.living(bench.name)).toEqual([1, 2]);
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      lowered: false,
      versions: [{}, { state: "registered", registryVersion: 2 }],
      requests: [{}, { state: "applied" }],
    });
    expect(await bench.installation.verifyTrail()).toMatchObject({ ok: true });
  });

  it("a registry that goes away between lowering and restoring: the level is restored when it is back", async () => {
    await bench.subjects.register(bench.name, incompatible, { forced: true, level: "FULL" });
    bench.registry.faults = { after: ({ method }) => (method === "register" ? bench.registry.stop() : undefined) };
    await expect(bench.work()).rejects.toThrow(RegistryCallFailed);
    expect(bench.registry.levelOf(bench.name)).toBe("NONE");
    expect(await bench.subject()).toMatchObject({
      lowered: true,
      due: true,
      requests: [{}, { state: "approved" }],
    });

    bench.registry.faults = {};
    bench.registry.start();
    await bench.work();
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(await bench.subject()).toMatchObject({
      lowered: false,
      state: "ready",
      requests: [{}, { state: "applied" }],
    });
  });

  it("a lowering that is carried out after its time-out is undone too", async () => {
    await bench.subjects.register(bench.name, incompatible, { forced: true, level: "FULL" });
    let late = () => {};
    bench.registry.faults = {
      before: ({ method }) => {
        if (method !== "setLevel") return;
        bench.registry.faults = {};
        late = () => bench.registry.setLevelOutside(bench.name, "NONE");
        throw new RegistryCallFailed({ code: "timed_out", retriable: true, message: "No answer in time." });
      },
    };
    await bench.work();
    bench.registry.faults = {
      refuse: ({ method }) =>
        method === "register" ? { code: "invalid_schema", retriable: false, message: "No." } : undefined,
    };
    await bench.work();
    expect(await bench.subject()).toMatchObject({ lowered: true, due: true });
    late();
    await bench.work();
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
  });

  it("that is refused all the same leaves the level restored", async () => {
    await bench.subjects.register(bench.name, { ...first, schema: "no schema" }, { forced: true, level: "FULL" });
    await bench.work();
    expect(bench.registry.levelOf(bench.name)).toBe("FULL");
    expect(await bench.subject()).toMatchObject({ state: "blocked", reason: "invalid_schema", lowered: false });
  });
});
