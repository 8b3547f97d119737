import { describe, expect, it } from "vitest";
import { avroRecord, type RegistryUnderTest } from "./contract-registry.ts";
import { InMemoryRegistry } from "./in-memory-registry.ts";
import { subjectRegistryContract } from "./subject-registry.contract.ts";
import { RegistryCallFailed, type RegistryError } from "./subject-registry.ts";
import { registryDeletionsContract } from "./subject-registry-deletions.contract.ts";
import { registryLevelsContract } from "./subject-registry-levels.contract.ts";

const unavailable: RegistryError = { code: "unavailable", retriable: true, message: "Lost." };
const order = avroRecord({ id: "string" });

describe("InMemoryRegistry", () => {
  const start = async (): Promise<RegistryUnderTest> => {
    const registry = new InMemoryRegistry();
    const nothing = new InMemoryRegistry();
    nothing.stop();
    return {
      prefix: "contract.",
      connect: () => registry.connect(),
      connectToNothing: () => nothing.connect(),
    };
  };
  subjectRegistryContract(start);
  registryLevelsContract(start);
  registryDeletionsContract(start);

  describe("faults", () => {
    it("before a call leave nothing behind", async () => {
      const registry = new InMemoryRegistry({
        faults: {
          before: () => {
            throw new RegistryCallFailed(unavailable);
          },
        },
      });

      await expect(registry.connect().register("a", order)).rejects.toMatchObject({ error: unavailable });
      expect(registry.snapshot().size).toBe(0);
    });

    it("after a call lose the reply, not the effect", async () => {
      const registry = new InMemoryRegistry();
      registry.faults = {
        after: ({ method }) => {
          if (method === "setLevel") throw new RegistryCallFailed(unavailable);
        },
      };

      await expect(registry.connect().setLevel("a", "NONE")).rejects.toMatchObject({ error: unavailable });
      expect(registry.levelSnapshot()).toEqual(new Map([["a", "NONE"]]));
    });

    it("refuse single subjects, as an answer where there is room for one", async () => {
      const refusal: RegistryError = { code: "read_only", retriable: false, message: "READONLY" };
      const registry = new InMemoryRegistry({
        faults: { refuse: ({ subject }) => (subject === "b" ? refusal : undefined) },
      });
      const client = registry.connect();

      expect(await client.register("a", order)).toMatchObject({ ok: true });
      expect(await client.register("b", order)).toEqual({ ok: false, error: refusal });
      await expect(client.listVersions("b")).rejects.toMatchObject({ error: refusal });
      expect([...registry.snapshot().keys()]).toEqual(["a"]);
    });

    it("see the method and the subject of a call", async () => {
      const calls: unknown[] = [];
      const registry = new InMemoryRegistry({ faults: { before: (call) => void calls.push(call) } });

      await registry.connect().listVersions("a");
      await registry.connect().listSubjects();

      expect(calls).toEqual([
        { method: "listVersions", subject: "a" },
        { method: "listSubjects", subject: null },
      ]);
    });
  });

  it("fails while it is stopped, and has kept everything when it starts again", async () => {
    const registry = new InMemoryRegistry();
    const client = registry.connect();
    await client.register("a", order);

    registry.stop();
    await expect(client.listSubjects()).rejects.toMatchObject({ error: { code: "unavailable" } });
    registry.start();

    expect(await client.listSubjects()).toEqual(["a"]);
  });

  it("changes behind the client's back", async () => {
    const registry = new InMemoryRegistry();
    const client = registry.connect();
    const wider = avroRecord({ id: "string", note: "string?" });

    registry.registerOutside("a", order);
    registry.registerOutside("a", wider);
    registry.setLevelOutside("a", "FULL");
    registry.deleteOutside("a", 1);

    expect(await client.listVersions("a")).toMatchObject([{ deleted: true }, { deleted: false }]);
    expect(await client.readLevel("a")).toEqual({ level: "FULL", own: true });
    expect(registry.snapshot()).toEqual(new Map([["a", [{ ...wider, subject: "a", version: 2, id: 2 }]]]));
    expect(() => registry.registerOutside("a", avroRecord({ id: "int" }))).toThrow(/id is of another type/);
  });

  it("is nobody's level while none is set, as Apicurio tells it", async () => {
    const client = new InMemoryRegistry().connect();
    expect(await client.readLevel("a")).toEqual({ level: "NONE", own: null });
  });

  it("judges by another rule where it is given one", async () => {
    const registry = new InMemoryRegistry({ cannotRead: () => ["never"] });
    registry.setGlobalLevelOutside("BACKWARD");
    const client = registry.connect();
    await client.register("a", order);

    expect(await client.register("a", avroRecord({}))).toMatchObject({
      ok: false,
      error: { code: "incompatible", message: expect.stringMatching("never") },
    });
  });

  it("keeps copies: what was given or read may be changed without changing the registry", async () => {
    const registry = new InMemoryRegistry();
    const given = structuredClone(order);
    await registry.connect().register("a", given);

    given.schema = "changed";
    for (const versions of registry.snapshot().values()) for (const version of versions) version.schema = "changed";

    expect(await registry.connect().readVersion("a", 1)).toMatchObject({ value: { schema: order.schema } });
  });
});
