import { describe, expect, it } from "vitest";
import { avroRecord, openRegistry, type RegistryUnderTest, refusal } from "./contract-registry.ts";

/** What every {@link SubjectRegistry} promises about taking versions and subjects away. */
export function registryDeletionsContract(start: () => Promise<RegistryUnderTest>): void {
  const on = openRegistry(start);

  describe("deleting", () => {
    const definitions = [avroRecord({ id: "string" }), avroRecord({ id: "string", note: "string?" })] as const;

    it("takes a version softly first, and for good only then", async () => {
      const subject = await on.registered(...definitions);
      expect(await on.registry.deleteVersion(subject, 1, true)).toMatchObject(refusal("not_soft_deleted"));

      expect(await on.registry.deleteVersion(subject, 1, false)).toEqual({ ok: true, value: null });
      expect(await on.registry.listVersions(subject)).toEqual([
        { version: 1, deleted: true },
        { version: 2, deleted: false },
      ]);
      expect(await on.registry.readVersion(subject, 1)).toMatchObject({ ok: true, value: definitions[0] });
      expect(await on.registry.findVersion(subject, definitions[0])).toEqual({ ok: true, value: null });

      expect(await on.registry.deleteVersion(subject, 1, true)).toEqual({ ok: true, value: null });
      expect(await on.registry.listVersions(subject)).toEqual([{ version: 2, deleted: false }]);
      expect(await on.registry.readVersion(subject, 1)).toMatchObject(refusal("unknown_version"));
    });

    it("takes a whole subject the same way", async () => {
      const subject = await on.registered(...definitions);
      const id = await on.idOf(subject, 1);
      expect(await on.registry.deleteSubject(subject, true)).toMatchObject(refusal("not_soft_deleted"));

      expect(await on.registry.deleteSubject(subject, false)).toEqual({ ok: true, value: null });
      expect(await on.registry.listSubjects()).not.toContain(subject);
      expect(await on.registry.listSubjects({ deleted: true })).toContain(subject);
      expect(await on.registry.listVersions(subject)).toMatchObject([{ deleted: true }, { deleted: true }]);
      expect(await on.registry.readSchema(id ?? 0)).toEqual({ ok: true, value: definitions[0] });

      expect(await on.registry.deleteSubject(subject, true)).toEqual({ ok: true, value: null });
      expect(await on.registry.listSubjects({ deleted: true })).not.toContain(subject);
      expect(await on.registry.listVersions(subject)).toEqual([]);
    });

    it("of what is gone already is done", async () => {
      const subject = await on.registered(...definitions);
      for (const permanent of [false, false, true, true])
        expect(await on.registry.deleteVersion(subject, 1, permanent)).toEqual({ ok: true, value: null });
      for (const permanent of [false, false, true, true])
        expect(await on.registry.deleteSubject(subject, permanent)).toEqual({ ok: true, value: null });
      expect(await on.registry.deleteVersion(subject, 1, false)).toEqual({ ok: true, value: null });
    });

    it("leaves the number of a version to no other", async () => {
      const subject = await on.registered(...definitions);
      await on.registry.deleteVersion(subject, 2, false);
      await on.registry.register(subject, definitions[1]);

      expect(await on.registry.listVersions(subject)).toEqual([
        { version: 1, deleted: false },
        { version: 2, deleted: true },
        { version: 3, deleted: false },
      ]);
    });
  });
}
