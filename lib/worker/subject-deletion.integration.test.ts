import { beforeEach, describe, expect, it } from "vitest";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const bench = SubjectBench.prepare();
const first = record("id");
const second = record("id", "note");

describe("deleting", () => {
  beforeEach(async () => {
    await bench.subjects.register(bench.name, first);
    await bench.subjects.register(bench.name, second);
    await bench.work();
    bench.registry.writes.length = 0;
  });

  it("a version: softly, and for good by a second decision", async () => {
    await bench.subjects.delete(bench.name, [1], false);
    await bench.work();
    expect(bench.registry.living(bench.name)).toEqual([2]);
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      versions: [{ state: "deleted" }, { state: "registered" }],
      requests: [{}, {}, { state: "applied" }],
    });

    await bench.subjects.delete(bench.name, [1], true);
    await bench.work();
    expect(await bench.session.registry.listVersions(bench.name)).toEqual([{ version: 2, deleted: false }]);
    expect(await bench.subject()).toMatchObject({
      versions: [{ state: "purged" }, {}],
      requests: [{}, {}, {}, { state: "applied" }],
    });
    expect((await bench.trail()).filter((action) => action === "subject.version-deleted")).toHaveLength(2);
  });

  it("a subject: softly, for good, and its name can be used again", async () => {
    await bench.subjects.delete(bench.name, null, false);
    await bench.work();
    expect(bench.registry.living(bench.name)).toEqual([]);
    expect(await bench.subject()).toMatchObject({ state: "deleted", requests: [{}, {}, { state: "applied" }] });
    expect(await bench.subjects.observations()).toEqual([]);

    await bench.subjects.delete(bench.name, null, true);
    await bench.work();
    expect(await bench.session.registry.listVersions(bench.name)).toEqual([]);
    expect(await bench.subject()).toMatchObject({ state: "purged", requests: [{}, {}, {}, { state: "applied" }] });

    await bench.subjects.register(bench.name, record("again"), { level: "BACKWARD" });
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      state: "ready",
      versions: [{ state: "purged" }, { state: "purged" }, { state: "registered" }],
    });
  });

  it("what is gone already is a success", async () => {
    bench.deleteForGood();
    await bench.subjects.delete(bench.name, null, true);
    await bench.work();
    expect(bench.registry.writes).toEqual([]);
    expect(await bench.subject()).toMatchObject({ state: "purged", requests: [{}, {}, { state: "applied" }] });
  });

  it("what others refer to stays, and says so", async () => {
    bench.registry.faults = {
      refuse: ({ method }) =>
        method === "deleteVersion" ? { code: "referenced", retriable: false, message: "One refers to it." } : undefined,
    };
    await bench.subjects.delete(bench.name, [1], false);
    await bench.work();
    expect(await bench.subject()).toMatchObject({
      state: "blocked",
      reason: "referenced",
      message: "One refers to it.",
      requests: [{}, {}, { state: "approved" }],
    });

    bench.registry.faults = {};
    await bench.subjects.retry(bench.name);
    await bench.work();
    expect(await bench.subject()).toMatchObject({ state: "ready", requests: [{}, {}, { state: "applied" }] });
  });

  it("a subject with a version that nobody knew is not deleted as a whole", async () => {
    bench.registry.registerOutside(bench.name, record("theirs"));
    await bench.subjects.delete(bench.name, null, false);
    await bench.work();
    expect(bench.registry.writes).toEqual([]);
    expect(await bench.subject()).toMatchObject({ state: "blocked", reason: "foreign_version" });
  });
});
