import { describe, expect, it } from "vitest";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { judgeWaitingSchemas } from "./judge-waiting-schemas.ts";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const POISON = "poison-value";
const bench = SubjectBench.prepare();

/** As a registry that answers 500 whenever it is asked about this subject. */
function chokesOn(subject: string): void {
  bench.registry.faults = {
    before: ({ subject: asked }) => {
      if (asked !== subject) return;
      throw new RegistryCallFailed({ code: "unavailable", retriable: true, message: "The registry failed (500)." });
    },
  };
}

describe("a subject on which the registry fails", () => {
  it("is tried again by itself; the others of its round are done, and the registry is not away", async () => {
    for (const name of [POISON, ...Array.from({ length: 20 }, (_, index) => `orders-${index}-value`)])
      await bench.subjects.register(name, record("id"));
    chokesOn(POISON);
    await reconcileSubjects(bench.session);
    expect(await bench.subjects.subject("orders-19-value")).toMatchObject({ state: "ready" });
    expect(await bench.subjects.subject(POISON)).toMatchObject({ state: "pending", reason: "waiting_for_registry" });
  });

  it("is left out of a sweep; what is known of it stays", async () => {
    bench.registry.registerOutside(POISON, record("id"));
    await observeSubjects(bench.session);
    bench.registry.registerOutside("orders-value", record("id"));
    chokesOn(POISON);
    await observeSubjects(bench.session);
    expect((await bench.subjects.observations()).map(({ name }) => name)).toEqual(["orders-value", POISON]);
  });

  it("is nothing that a schema can be understood by, and does not end the sweep", async () => {
    bench.registry.registerOutside(POISON, record("id"));
    const references = [{ name: "Poison", subject: POISON, version: 1 }];
    bench.registry.registerOutside("orders-value", { ...record("id"), references });
    chokesOn(POISON);
    await observeSubjects(bench.session);
    expect((await bench.subjects.observations()).map(({ name }) => name)).toEqual(["orders-value"]);
  });

  it("holds back the judgement of no other schema that waits", async () => {
    await bench.subjects.submit(POISON, record("id"), "poison");
    await bench.subjects.submit("orders-value", record("id"), "sound");
    chokesOn(POISON);
    const passedOver = new Set<string>();
    const probing = { ...bench.session, admin: null as never, reader: null as never };
    await judgeWaitingSchemas(probing, bench.session.registry, passedOver);
    const judged = await bench.installation.owner.$queryRaw`
      SELECT hash FROM compatibility_verdicts WHERE cluster_slug = ${bench.subjects.cluster}`;
    expect(judged).toEqual([{ hash: "sound" }]);
    expect(await judgeWaitingSchemas(probing, bench.session.registry, passedOver)).toBe(0);
  });

  it("does not hide that the registry is away", async () => {
    await bench.subjects.register("orders-value", record("id"));
    bench.registry.stop();
    await expect(reconcileSubjects(bench.session)).rejects.toThrow(RegistryCallFailed);
    await expect(observeSubjects(bench.session)).rejects.toThrow(RegistryCallFailed);
  });
});

describe("versions that are to go for good", () => {
  it("are let be when the subject is deleted as a whole meanwhile, and who asked for it is told", async () => {
    await bench.subjects.register("orders-value", record("id"));
    await bench.subjects.register("orders-value", record("id", "note"));
    await reconcileSubjects(bench.session);
    await bench.subjects.delete("orders-value", [1], false);
    await reconcileSubjects(bench.session);
    await bench.subjects.delete("orders-value", [1], true);
    await bench.subjects.delete("orders-value", null, false);
    await reconcileSubjects(bench.session);
    const { state, requests } = await bench.subjects.subject("orders-value");
    expect(state).toBe("deleted");
    expect(requests.map((one) => one.state)).toEqual(["applied", "applied", "applied", "superseded", "applied"]);
  });
});

describe("a version that was refused", () => {
  it("leaves when it is desired no more; its subject is looked after again, and a second try does not bring it back", async () => {
    await bench.subjects.register("orders-value", record("id"));
    await bench.subjects.register("orders-value", record("id:int"));
    await bench.subjects.register("orders-value", record("id", "note"));
    await bench.installation.owner.$executeRaw`
      UPDATE subject_versions v SET desired = 'deleted' FROM subjects s
      WHERE s.id = v.subject_id AND s.cluster_slug = ${bench.subjects.cluster} AND v.ordinal = 2`;
    await bench.installation.owner.$executeRaw`
      UPDATE subject_version_status w SET state = 'blocked' FROM subject_versions v JOIN subjects s ON s.id = v.subject_id
      WHERE v.id = w.version_id AND s.cluster_slug = ${bench.subjects.cluster} AND v.ordinal = 2`;
    await reconcileSubjects(bench.session);
    await bench.subjects.retry("orders-value");
    await reconcileSubjects(bench.session);
    const { state, versions, requests } = await bench.subjects.subject("orders-value");
    expect(state).toBe("ready");
    expect(versions.map((one) => one.registryVersion)).toEqual([1, null, 2]);
    expect(requests.map((one) => one.state)).toEqual(["applied", "superseded", "applied"]);
  });
});
