import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistryCheckpoint, RegistrySession } from "./registry-session.ts";
import { TestInstallation } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import { record, TestSubjects } from "./test-subjects.ts";

let installation: TestInstallation;
let subjects: TestSubjects;
let registry: WatchedRegistry;
let session: RegistrySession;
let name: string;
let count = 0;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  count += 1;
  name = "orders.placed-value";
  subjects = new TestSubjects(installation, `registry-${count}`);
  await subjects.declare();
  registry = new WatchedRegistry();
  session = await subjects.session(registry);
});

const first = record("id");
const second = record("id", "note");
const incompatible = record("id:int");
const writes = () => registry.writes;
const trail = async () =>
  (
    await installation.owner.$queryRaw<{ action: string }[]>`
      SELECT e.action FROM audit_events e JOIN subjects s ON s.id::text = e.object_id WHERE s.cluster_slug = ${subjects.cluster}
      ORDER BY number`
  ).map(({ action }) => action);
const deleteForGood = () => {
  registry.deleteOutside(name);
  registry.deleteOutside(name, null, true);
};
const work = async (rounds = 1) => {
  for (let round = 0; round < rounds; round += 1) {
    await subjects.everythingIsDue();
    await reconcileSubjects(session);
  }
};

describe("registering", () => {
  it("a first version: registered, given its level, read back, shown, applied, recorded", async () => {
    await subjects.register(name, first, { level: "FULL" });
    expect(await reconcileSubjects(session)).toBe(1);

    expect(registry.living(name)).toEqual([1]);
    expect(registry.levelOf(name)).toBe("FULL");
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      observedGeneration: 1,
      applied: "FULL",
      due: false,
      versions: [{ state: "registered", registryVersion: 1, schemaId: 1 }],
      requests: [{ state: "applied" }],
    });
    expect(await subjects.observations()).toEqual([
      { name, compatibility: "FULL", latest: 1, versions: [1], fields: ["id"] },
    ]);
    expect(await trail()).toEqual(["subject.version-registered", "subject.level-set", "subject.ready"]);
  });

  it("more versions come in their order, and what is there already is not registered twice", async () => {
    await subjects.register(name, first);
    await subjects.register(name, second);
    await work();
    expect((await subjects.subject(name)).versions).toMatchObject([{ registryVersion: 1 }, { registryVersion: 2 }]);

    registry.writes.length = 0;
    await subjects.register(name, first);
    await work();
    expect(writes()).toEqual([]);
    expect(await subjects.subject(name)).toMatchObject({
      versions: [{ registryVersion: 1 }, { registryVersion: 2 }, { state: "registered", registryVersion: 1 }],
      requests: [{ state: "applied" }, { state: "applied" }, { state: "applied" }],
    });
  });

  it("a version that is refused waits for a person with the registry's own words; the others go on", async () => {
    await subjects.register(name, first);
    await subjects.register(name, incompatible);
    await subjects.register(name, second);
    await subjects.register("orders.other-value", first);
    await work();

    expect(await subjects.subject(name)).toMatchObject({
      state: "blocked",
      reason: "incompatible",
      message: expect.stringContaining("id is of another type"),
      due: false,
      versions: [{ state: "registered" }, { state: "blocked", attempted: false }, { state: "registered" }],
      requests: [{ state: "applied" }, { state: "approved" }, { state: "applied" }],
    });
    expect(await subjects.subject("orders.other-value")).toMatchObject({ state: "ready" });

    registry.setLevelOutside(name, "NONE");
    await subjects.retry(name);
    await work();
    expect(await subjects.subject(name)).toMatchObject({
      versions: [{}, { state: "registered", registryVersion: 3 }, {}],
      requests: [{ state: "applied" }, { state: "applied" }, { state: "applied" }],
    });
  });

  it("a subject of somebody else is not touched, unless it holds what was asked for", async () => {
    registry.registerOutside(name, second);
    await subjects.register(name, first);
    await work();
    expect(writes()).toEqual([]);
    expect(await subjects.subject(name)).toMatchObject({ state: "blocked", reason: "foreign_subject" });

    await subjects.register(name, second);
    await work();
    expect(await subjects.subject(name)).toMatchObject({
      versions: [{ state: "blocked" }, { state: "registered", registryVersion: 1 }],
      requests: [{ state: "approved" }, { state: "applied" }],
    });
  });

  it("what is refused for now, or not answered, is tried again; a subject that the registry chokes on holds back nobody", async () => {
    await subjects.register(name, first);
    await subjects.register("orders.other-value", first);
    registry.faults = {
      before: ({ method, subject }) => {
        if (method === "register" && subject === name)
          throw new RegistryCallFailed({ code: "timed_out", retriable: true, message: "No answer in time." });
      },
    };
    await work();
    expect(await subjects.subject(name)).toMatchObject({
      state: "pending",
      reason: "waiting_for_registry",
      message: "No answer in time.",
      due: true,
      attempt: 1,
    });
    expect(await subjects.subject("orders.other-value")).toMatchObject({ state: "ready" });
    expect(session.lease.mayWrite()).toBe(true);

    registry.faults = {};
    await work();
    expect(await subjects.subject(name)).toMatchObject({ state: "ready", attempt: 0 });
  });

  it("a registry that is away is said to be so, and nothing is lost", async () => {
    await subjects.register(name, first);
    registry.stop();
    await expect(work()).rejects.toThrow(RegistryCallFailed);
    expect(await subjects.subject(name)).toMatchObject({ state: "pending", due: true });
    registry.start();
    await work();
    expect(await subjects.subject(name)).toMatchObject({ state: "ready", requests: [{ state: "applied" }] });
  });
});

describe("the level", () => {
  beforeEach(async () => {
    await subjects.register(name, first);
    await work();
    registry.writes.length = 0;
  });

  it("is set when somebody approved another", async () => {
    await subjects.setLevel(name, "FULL");
    await work();
    expect(registry.levelOf(name)).toBe("FULL");
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      applied: "FULL",
      requests: [{}, { state: "applied" }],
    });
    expect((await trail()).at(-1)).toBe("subject.level-set");
  });

  it("that somebody else changed is drift, is not written by another request, and is reverted when that is approved", async () => {
    registry.setLevelOutside(name, "NONE");
    await subjects.register(name, second);
    await work();
    expect(writes()).toEqual(["register"]);
    expect(await subjects.subject(name)).toMatchObject({
      state: "drifted",
      message: "Compatibility is NONE, desired BACKWARD.",
      drift: [{ field: "compatibility", desired: "BACKWARD", applied: "BACKWARD", observed: "NONE" }],
      requests: [{ state: "applied" }, { state: "applied" }],
    });

    await subjects.revert(name, { compatibility: "BACKWARD", missing: [] });
    await work();
    expect(registry.levelOf(name)).toBe("BACKWARD");
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      drift: [],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("of a later approval takes the place of one that was never applied", async () => {
    await subjects.setLevel(name, "FULL");
    await subjects.setLevel(name, "FORWARD");
    await work();
    expect(await subjects.subject(name)).toMatchObject({
      requests: [{}, { state: "superseded" }, { state: "applied" }],
    });
  });
});

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
    await subjects.register(name, first, { level: "FULL" });
    await work();
    registry.writes.length = 0;
  });

  it("is registered at a lowered level, which is restored", async () => {
    await subjects.register(name, incompatible, { forced: true, level: "FULL" });
    await work();
    expect(writes()).toEqual(["setLevel", "register", "setLevel"]);
    expect(registry.levelOf(name)).toBe("FULL");
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      lowered: false,
      versions: [{}, { state: "registered", registryVersion: 2 }],
      requests: [{}, { state: "applied" }],
    });
    expect((await trail()).slice(3)).toEqual([
      "subject.level-lowered",
      "subject.version-registered",
      "subject.level-restored",
    ]);
  });

  it.each(STEPS)("a worker that dies at %s leaves nothing lowered once another one works", async (step) => {
    await subjects.register(name, incompatible, { forced: true, level: "FULL" });
    const dying = await subjects.session(registry, {
      checkpoint: (at) => {
        if (at === step) throw new Error(`died at ${at}`);
      },
    });
    await expect(reconcileSubjects(dying)).rejects.toThrow("died");
    session = await subjects.session(registry, { workerId: "worker-2" });
    await work();

    expect(registry.levelOf(name)).toBe("FULL");
    expect(registry.living(name)).toEqual([1, 2]);
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      lowered: false,
      versions: [{}, { state: "registered", registryVersion: 2 }],
      requests: [{}, { state: "applied" }],
    });
    expect(await installation.verifyTrail()).toMatchObject({ ok: true });
  });

  it("a registry that goes away between lowering and restoring: the level is restored when it is back", async () => {
    await subjects.register(name, incompatible, { forced: true, level: "FULL" });
    registry.faults = { after: ({ method }) => (method === "register" ? registry.stop() : undefined) };
    await expect(work()).rejects.toThrow(RegistryCallFailed);
    expect(registry.levelOf(name)).toBe("NONE");
    expect(await subjects.subject(name)).toMatchObject({
      lowered: true,
      due: true,
      requests: [{}, { state: "approved" }],
    });

    registry.faults = {};
    registry.start();
    await work();
    expect(registry.levelOf(name)).toBe("FULL");
    expect(await subjects.subject(name)).toMatchObject({
      lowered: false,
      state: "ready",
      requests: [{}, { state: "applied" }],
    });
  });

  it("a lowering that is carried out after its time-out is undone too", async () => {
    await subjects.register(name, incompatible, { forced: true, level: "FULL" });
    let late = () => {};
    registry.faults = {
      before: ({ method }) => {
        if (method !== "setLevel") return;
        registry.faults = {};
        late = () => registry.setLevelOutside(name, "NONE");
        throw new RegistryCallFailed({ code: "timed_out", retriable: true, message: "No answer in time." });
      },
    };
    await work();
    registry.faults = {
      refuse: ({ method }) =>
        method === "register" ? { code: "invalid_schema", retriable: false, message: "No." } : undefined,
    };
    await work();
    expect(await subjects.subject(name)).toMatchObject({ lowered: true, due: true });
    late();
    await work();
    expect(registry.levelOf(name)).toBe("FULL");
  });

  it("that is refused all the same leaves the level restored", async () => {
    await subjects.register(name, { ...first, schema: "no schema" }, { forced: true, level: "FULL" });
    await work();
    expect(registry.levelOf(name)).toBe("FULL");
    expect(await subjects.subject(name)).toMatchObject({ state: "blocked", reason: "invalid_schema", lowered: false });
  });
});

describe("deleting", () => {
  beforeEach(async () => {
    await subjects.register(name, first);
    await subjects.register(name, second);
    await work();
    registry.writes.length = 0;
  });
  const state = () => subjects.subject(name);

  it("a version: softly, and for good by a second decision", async () => {
    await subjects.delete(name, [1], false);
    await work();
    expect(registry.living(name)).toEqual([2]);
    expect(await state()).toMatchObject({
      state: "ready",
      versions: [{ state: "deleted" }, { state: "registered" }],
      requests: [{}, {}, { state: "applied" }],
    });

    await subjects.delete(name, [1], true);
    await work();
    expect(await session.registry.listVersions(name)).toEqual([{ version: 2, deleted: false }]);
    expect(await state()).toMatchObject({
      versions: [{ state: "purged" }, {}],
      requests: [{}, {}, {}, { state: "applied" }],
    });
    expect((await trail()).filter((action) => action === "subject.version-deleted")).toHaveLength(2);
  });

  it("a subject: softly, for good, and its name can be used again", async () => {
    await subjects.delete(name, null, false);
    await work();
    expect(registry.living(name)).toEqual([]);
    expect(await state()).toMatchObject({ state: "deleted", requests: [{}, {}, { state: "applied" }] });
    expect(await subjects.observations()).toEqual([]);

    await subjects.delete(name, null, true);
    await work();
    expect(await session.registry.listVersions(name)).toEqual([]);
    expect(await state()).toMatchObject({ state: "purged", requests: [{}, {}, {}, { state: "applied" }] });

    await subjects.register(name, record("again"), { level: "BACKWARD" });
    await work();
    expect(await state()).toMatchObject({
      state: "ready",
      versions: [{ state: "purged" }, { state: "purged" }, { state: "registered" }],
    });
  });

  it("what is gone already is a success", async () => {
    deleteForGood();
    await subjects.delete(name, null, true);
    await work();
    expect(writes()).toEqual([]);
    expect(await state()).toMatchObject({ state: "purged", requests: [{}, {}, { state: "applied" }] });
  });

  it("what others refer to stays, and says so", async () => {
    registry.faults = {
      refuse: ({ method }) =>
        method === "deleteVersion" ? { code: "referenced", retriable: false, message: "One refers to it." } : undefined,
    };
    await subjects.delete(name, [1], false);
    await work();
    expect(await state()).toMatchObject({
      state: "blocked",
      reason: "referenced",
      message: "One refers to it.",
      requests: [{}, {}, { state: "approved" }],
    });

    registry.faults = {};
    await subjects.retry(name);
    await work();
    expect(await state()).toMatchObject({ state: "ready", requests: [{}, {}, { state: "applied" }] });
  });

  it("a subject with a version that nobody knew is not deleted as a whole", async () => {
    registry.registerOutside(name, record("theirs"));
    await subjects.delete(name, null, false);
    await work();
    expect(writes()).toEqual([]);
    expect(await state()).toMatchObject({ state: "blocked", reason: "foreign_version" });
  });
});

describe("drift", () => {
  const sweepTwice = async () => {
    await observeSubjects(session);
    expect((await subjects.subject(name)).state).not.toBe("drifted");
    await observeSubjects(session);
  };
  beforeEach(async () => {
    await subjects.register(name, first);
    await subjects.register(name, second);
    await work();
  });

  it("a version registered outside is declared after two sweeps, adopted, and then is as desired", async () => {
    registry.registerOutside(name, record("outside"));
    await sweepTwice();
    expect(await subjects.subject(name)).toMatchObject({
      state: "drifted",
      message: "Version 3 was registered outside Headgate.",
      drift: [{ field: "version 3", desired: "absent", observed: "schema 3" }],
    });

    registry.writes.length = 0;
    await subjects.adopt(name, "BACKWARD", [{ version: 3, definition: record("outside") }]);
    await work();
    expect(writes()).toEqual([]);
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      drift: [],
      versions: [{}, {}, { state: "registered", registryVersion: 3, schemaId: 3 }],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("a version deleted outside is missing, and registered again when that is approved", async () => {
    registry.deleteOutside(name, 2);
    await sweepTwice();
    expect(await subjects.subject(name)).toMatchObject({
      state: "drifted",
      message: "Version 2 was deleted outside Headgate.",
      versions: [{ state: "registered" }, { state: "missing" }],
    });
    await work();
    expect(registry.living(name)).toEqual([1]);

    await subjects.revert(name, { compatibility: null, missing: [2] });
    await work();
    expect(await subjects.subject(name)).toMatchObject({
      state: "ready",
      versions: [{ state: "registered" }, { state: "registered", registryVersion: 3 }],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("a level that came back by itself is no drift any more", async () => {
    registry.setLevelOutside(name, "NONE");
    await sweepTwice();
    expect(await subjects.subject(name)).toMatchObject({ state: "drifted" });
    registry.setLevelOutside(name, "BACKWARD");
    await observeSubjects(session);
    await observeSubjects(session);
    expect(await subjects.subject(name)).toMatchObject({ state: "ready", drift: [], reason: null, message: "" });
    expect((await trail()).slice(-2)).toEqual(["subject.drifted", "subject.ready"]);
  });

  it("a subject that is gone altogether names what is missing", async () => {
    deleteForGood();
    await sweepTwice();
    expect(await subjects.subject(name)).toMatchObject({
      state: "drifted",
      versions: [{ state: "missing" }, { state: "missing" }],
    });
  });
});

it("a subject that nobody manages can be adopted as it is", async () => {
  registry.registerOutside(name, first);
  registry.setLevelOutside(name, "FORWARD");
  await subjects.adopt(name, "FORWARD", [{ version: 1, definition: first }]);
  await work();
  expect(writes()).toEqual([]);
  expect(await subjects.subject(name)).toMatchObject({
    state: "ready",
    applied: "FORWARD",
    versions: [{ state: "registered", schemaId: 1 }],
    requests: [{ state: "applied" }],
  });
});
