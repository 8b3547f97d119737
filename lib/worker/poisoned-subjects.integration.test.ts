import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RegistryCallFailed } from "#lib/registry/subject-registry";
import { judgeWaitingSchemas } from "./judge-waiting-schemas.ts";
import { observeSubjects } from "./observe-subjects.ts";
import { reconcileSubjects } from "./reconcile-subjects.ts";
import type { RegistrySession } from "./registry-session.ts";
import { TestInstallation } from "./test-installation.ts";
import { WatchedRegistry } from "./test-registry.ts";
import { record, TestSubjects } from "./test-subjects.ts";

const POISON = "poison-value";
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
  subjects = new TestSubjects(installation, `poisoned-${count}`);
  await subjects.declare();
  registry = new WatchedRegistry();
  session = await subjects.session(registry);
});

/** As a registry that answers 500 whenever it is asked about this subject. */
function chokesOn(subject: string): void {
  registry.faults = {
    before: ({ subject: asked }) => {
      if (asked !== subject) return;
      throw new RegistryCallFailed({ code: "unavailable", retriable: true, message: "The registry failed (500)." });
    },
  };
}

describe("a subject on which the registry fails", () => {
  it("is tried again by itself; the others of its round are done, and the registry is not away", async () => {
    for (const name of [POISON, ...Array.from({ length: 20 }, (_, index) => `orders-${index}-value`)])
      await subjects.register(name, record("id"));
    chokesOn(POISON);
    await reconcileSubjects(session);
    expect(await subjects.subject("orders-19-value")).toMatchObject({ state: "ready" });
    expect(await subjects.subject(POISON)).toMatchObject({ state: "pending", reason: "waiting_for_registry" });
  });

  it("is left out of a sweep; what is known of it stays", async () => {
    registry.registerOutside(POISON, record("id"));
    await observeSubjects(session);
    registry.registerOutside("orders-value", record("id"));
    chokesOn(POISON);
    await observeSubjects(session);
    expect((await subjects.observations()).map(({ name }) => name)).toEqual(["orders-value", POISON]);
  });

  it("is nothing that a schema can be understood by, and does not end the sweep", async () => {
    registry.registerOutside(POISON, record("id"));
    const references = [{ name: "Poison", subject: POISON, version: 1 }];
    registry.registerOutside("orders-value", { ...record("id"), references });
    chokesOn(POISON);
    await observeSubjects(session);
    expect((await subjects.observations()).map(({ name }) => name)).toEqual(["orders-value"]);
  });

  it("holds back the judgement of no other schema that waits", async () => {
    await subjects.submit(POISON, record("id"), "poison");
    await subjects.submit("orders-value", record("id"), "sound");
    chokesOn(POISON);
    const passedOver = new Set<string>();
    const probing = { ...session, admin: null as never, reader: null as never };
    await judgeWaitingSchemas(probing, session.registry, passedOver);
    const judged = await installation.owner.$queryRaw`
      SELECT hash FROM compatibility_verdicts WHERE cluster_slug = ${subjects.cluster}`;
    expect(judged).toEqual([{ hash: "sound" }]);
    expect(await judgeWaitingSchemas(probing, session.registry, passedOver)).toBe(0);
  });

  it("does not hide that the registry is away", async () => {
    await subjects.register("orders-value", record("id"));
    registry.stop();
    await expect(reconcileSubjects(session)).rejects.toThrow(RegistryCallFailed);
    await expect(observeSubjects(session)).rejects.toThrow(RegistryCallFailed);
  });
});

describe("versions that are to go for good", () => {
  it("are let be when the subject is deleted as a whole meanwhile, and who asked for it is told", async () => {
    await subjects.register("orders-value", record("id"));
    await subjects.register("orders-value", record("id", "note"));
    await reconcileSubjects(session);
    await subjects.delete("orders-value", [1], false);
    await reconcileSubjects(session);
    await subjects.delete("orders-value", [1], true);
    await subjects.delete("orders-value", null, false);
    await reconcileSubjects(session);
    const { state, requests } = await subjects.subject("orders-value");
    expect(state).toBe("deleted");
    expect(requests.map((one) => one.state)).toEqual(["applied", "applied", "applied", "superseded", "applied"]);
  });
});

describe("a version that was refused", () => {
  it("leaves when it is desired no more; its subject is looked after again, and a second try does not bring it back", async () => {
    await subjects.register("orders-value", record("id"));
    await subjects.register("orders-value", record("id:int"));
    await subjects.register("orders-value", record("id", "note"));
    await installation.owner.$executeRaw`
      UPDATE subject_versions v SET desired = 'deleted' FROM subjects s
      WHERE s.id = v.subject_id AND s.cluster_slug = ${subjects.cluster} AND v.ordinal = 2`;
    await installation.owner.$executeRaw`
      UPDATE subject_version_status w SET state = 'blocked' FROM subject_versions v JOIN subjects s ON s.id = v.subject_id
      WHERE v.id = w.version_id AND s.cluster_slug = ${subjects.cluster} AND v.ordinal = 2`;
    await reconcileSubjects(session);
    await subjects.retry("orders-value");
    await reconcileSubjects(session);
    const { state, versions, requests } = await subjects.subject("orders-value");
    expect(state).toBe("ready");
    expect(versions.map((one) => one.registryVersion)).toEqual([1, null, 2]);
    expect(requests.map((one) => one.state)).toEqual(["applied", "superseded", "applied"]);
  });
});
