import { beforeEach, describe, expect, it } from "vitest";
import { observeSubjects } from "./observe-subjects.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const bench = SubjectBench.prepare();
const first = record("id");
const second = record("id", "note");

describe("drift", () => {
  const sweepTwice = async () => {
    await observeSubjects(bench.session);
    expect((await bench.subject()).state).not.toBe("drifted");
    await observeSubjects(bench.session);
  };
  beforeEach(async () => {
    await bench.subjects.register(bench.name, first);
    await bench.subjects.register(bench.name, second);
    await bench.work();
  });

  it("a version registered outside is declared after two sweeps, adopted, and then is as desired", async () => {
    bench.registry.registerOutside(bench.name, record("outside"));
    await sweepTwice();
    expect(await bench.subject()).toMatchObject({
      state: "drifted",
      message: "Version 3 was registered outside Headgate.",
      drift: [{ field: "version 3", desired: "absent", observed: "schema 3" }],
    });

    bench.registry.writes.length = 0;
    await bench.subjects.adopt(bench.name, "BACKWARD", [{ version: 3, definition: record("outside") }]);
    await bench.work();
    expect(bench.registry.writes).toEqual([]);
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      drift: [],
      versions: [{}, {}, { state: "registered", registryVersion: 3, schemaId: 3 }],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("a version deleted outside is missing, and registered again when that is approved", async () => {
    bench.registry.deleteOutside(bench.name, 2);
    await sweepTwice();
    expect(await bench.subject()).toMatchObject({
      state: "drifted",
      message: "Version 2 was deleted outside Headgate.",
      versions: [{ state: "registered" }, { state: "missing" }],
    });
    await bench.work();
    expect(bench.registry.living(bench.name)).toEqual([1]);

    await bench.subjects.revert(bench.name, { compatibility: null, missing: [2] });
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      versions: [{ state: "registered" }, { state: "registered", registryVersion: 3 }],
      requests: [{}, {}, { state: "applied" }],
    });
  });

  it("a level that came back by itself is no drift any more", async () => {
    bench.registry.setLevelOutside(bench.name, "NONE");
    await sweepTwice();
    expect(await bench.subject()).toMatchObject({ state: "drifted" });
    bench.registry.setLevelOutside(bench.name, "BACKWARD");
    await observeSubjects(bench.session);
    await observeSubjects(bench.session);
    expect(await bench.subject()).toMatchObject({ state: "ready", drift: [], reason: null, message: "" });
    expect((await bench.trail()).slice(-2)).toEqual(["subject.drifted", "subject.ready"]);
  });

  it("a subject that is gone altogether names what is missing", async () => {
    bench.deleteForGood();
    await sweepTwice();
    expect(await bench.subject()).toMatchObject({
      state: "drifted",
      versions: [{ state: "missing" }, { state: "missing" }],
    });
  });
});

it("a subject that nobody manages can be adopted as it is", async () => {
  bench.registry.registerOutside(bench.name, first);
  bench.registry.setLevelOutside(bench.name, "FORWARD");
  await bench.subjects.adopt(bench.name, "FORWARD", [{ version: 1, definition: first }]);
  await bench.work();
  expect(bench.registry.writes).toEqual([]);
  expect(await bench.subject()).toMatchObject({
    state: "ready",
    applied: "FORWARD",
    versions: [{ state: "registered", schemaId: 1 }],
    requests: [{ state: "applied" }],
  });
});
