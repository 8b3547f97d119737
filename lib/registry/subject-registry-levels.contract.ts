import { describe, expect, it } from "vitest";
import { avroRecord, openRegistry, type RegistryUnderTest, refusal } from "./contract-registry.ts";
import type { RegistryAnswer } from "./subject-registry.ts";

/** What every {@link SubjectRegistry} promises about compatibility and the levels that it is judged by. */
export function registryLevelsContract(start: () => Promise<RegistryUnderTest>): void {
  const on = openRegistry(start);

  describe("compatibility", () => {
    const first = avroRecord({ id: "string", amount: "int" });
    const wider = avroRecord({ id: "string", amount: "int", note: "string?" });
    const retyped = avroRecord({ id: "string", amount: "string" });

    it("is judged by the level in force, and again when registering, with reasons", async () => {
      const subject = await on.registered(first);

      expect(await on.registry.checkCompatibility(subject, wider)).toEqual(verdict(true, "BACKWARD"));
      expect(await on.registry.checkCompatibility(subject, retyped)).toMatchObject(verdict(false, "BACKWARD"));
      expect(await on.registry.register(subject, retyped)).toMatchObject(refusal("incompatible", /amount|fields\/1/));
      expect(await on.registry.register(subject, wider)).toMatchObject({ ok: true });
      expect(await on.registry.listVersions(subject)).toHaveLength(2);
    });

    it("promises nothing under NONE", async () => {
      const subject = await on.registered(first);
      await on.registry.setLevel(subject, "NONE");

      expect(await on.registry.checkCompatibility(subject, retyped)).toEqual(verdict(true, "NONE"));
      expect(await on.registry.register(subject, retyped)).toMatchObject({ ok: true });
    });

    it("looks at the last version, or at all of them where the level says so", async () => {
      const subject = await on.registered(first);
      await on.registry.setLevel(subject, "NONE");
      await on.registry.register(subject, retyped);
      const third = avroRecord({ id: "string", amount: "string", note: "string?" });

      await on.registry.setLevel(subject, "BACKWARD");
      expect(await on.registry.checkCompatibility(subject, third)).toEqual(verdict(true, "BACKWARD"));
      await on.registry.setLevel(subject, "BACKWARD_TRANSITIVE");
      expect(await on.registry.checkCompatibility(subject, third)).toMatchObject(verdict(false, "BACKWARD_TRANSITIVE"));
    });

    it("knows both directions", async () => {
      const subject = await on.registered(first);
      await on.registry.setLevel(subject, "FORWARD");
      const withNewField = avroRecord({ id: "string", amount: "int", added: "string" });
      const without = avroRecord({ id: "string" });

      expect(await on.registry.checkCompatibility(subject, withNewField)).toEqual(verdict(true, "FORWARD"));
      expect(await on.registry.checkCompatibility(subject, without)).toMatchObject(verdict(false, "FORWARD"));
      await on.registry.setLevel(subject, "BACKWARD");
      expect(await on.registry.checkCompatibility(subject, withNewField)).toMatchObject(verdict(false, "BACKWARD"));
      expect(await on.registry.checkCompatibility(subject, without)).toEqual(verdict(true, "BACKWARD"));
    });

    it("of a subject without versions is given", async () => {
      expect(await on.registry.checkCompatibility(on.newSubject(), first)).toEqual(verdict(true, "BACKWARD"));
    });
  });

  describe("levels", () => {
    it("are the subject's own where it has one, else the global one", async () => {
      const subject = await on.registered(avroRecord({ id: "string" }));
      expect(await on.registry.readLevel(subject)).toEqual({ level: "BACKWARD", own: false });
      expect(await on.registry.readLevel(on.newSubject())).toEqual({ level: "BACKWARD", own: false });

      expect(await on.registry.setLevel(subject, "FULL")).toEqual({ ok: true, value: null });
      expect(await on.registry.readLevel(subject)).toEqual({ level: "FULL", own: true });
      await on.registry.setLevel(subject, "NONE");
      expect(await on.registry.readLevel(subject)).toEqual({ level: "NONE", own: true });
    });

    it("may be set before there is a version, and count for the first one after it", async () => {
      const subject = on.newSubject();
      expect(await on.registry.setLevel(subject, "FULL_TRANSITIVE")).toEqual({ ok: true, value: null });
      await on.registry.register(subject, avroRecord({ id: "string" }));

      expect(await on.registry.readLevel(subject)).toEqual({ level: "FULL_TRANSITIVE", own: true });
    });
  });
}

function verdict(compatible: boolean, level: string): RegistryAnswer<unknown> {
  return { ok: true, value: { compatible, level, messages: expect.any(Array) } };
}
