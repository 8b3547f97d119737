import { describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { avroRecord, openRegistry, type RegistryUnderTest, refusal } from "./contract-registry.ts";

const JSON_SCHEMA: SchemaDefinition = {
  schemaType: "JSON",
  schema: JSON.stringify({
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "OrderPlaced",
    type: "object",
    properties: { id: { type: "string" } },
  }),
  references: [],
};
const PROTOBUF: SchemaDefinition = {
  schemaType: "PROTOBUF",
  schema: 'syntax = "proto3";\npackage com.example.orders;\n\nmessage OrderPlaced {\n  string id = 1;\n}\n',
  references: [],
};

/**
 * What every {@link SubjectRegistry} promises about what is registered there; run on the in-memory and on a real registry, so that the
 * fake stays honest.
 */
export function subjectRegistryContract(start: () => Promise<RegistryUnderTest>): void {
  const on = openRegistry(start);

  it("tells what it can do", async () => {
    expect(await on.registry.describe()).toEqual({
      schemaTypes: ["AVRO", "JSON", "PROTOBUF"],
      globalCompatibility: "BACKWARD",
      mode: "READWRITE",
      tellsOwnLevel: expect.any(Boolean),
    });
  });

  describe("registering and reading", () => {
    it.each([
      ["Avro", avroRecord({ id: "string" })],
      ["JSON Schema", JSON_SCHEMA],
      ["Protobuf", PROTOBUF],
    ])("gives %s back as it was written", async (_, definition) => {
      const subject = await on.registered(definition);

      const id = await on.idOf(subject, 1);
      expect(id).toEqual(expect.any(Number));
      expect(await on.registry.listVersions(subject)).toEqual([{ version: 1, deleted: false }]);
      expect(await on.registry.readVersion(subject, 1)).toEqual({
        ok: true,
        value: { ...definition, subject, version: 1, id },
      });
      expect(await on.registry.readSchema(id ?? 0)).toEqual({ ok: true, value: definition });
      expect(await on.registry.findVersion(subject, definition)).toEqual({ ok: true, value: { version: 1, id } });
    });

    it("lists subjects in the order of code units, each once", async () => {
      const subjects = [await on.registered(PROTOBUF), await on.registered(JSON_SCHEMA)];

      const listed = await on.registry.listSubjects();

      expect(listed).toEqual(expect.arrayContaining(subjects));
      expect(listed).toEqual([...new Set(listed)].sort());
    });

    it("takes the same schema again as done, and gives it the same id everywhere", async () => {
      const definition = avroRecord({ id: "string", note: "string" });
      const subject = await on.registered(definition, definition);
      const other = await on.registered(definition);

      expect(await on.registry.listVersions(subject)).toEqual([{ version: 1, deleted: false }]);
      expect(await on.idOf(other, 1)).toBe(await on.idOf(subject, 1));
    });

    it("refuses what is no schema, and takes nothing of it", async () => {
      const subject = on.newSubject();
      const broken: SchemaDefinition = { schemaType: "AVRO", schema: '{"type": "record"', references: [] };

      expect(await on.registry.register(subject, broken)).toMatchObject(refusal("invalid_schema"));
      expect(await on.registry.listVersions(subject)).toEqual([]);
    });

    it("says what it does not know", async () => {
      const subject = await on.registered(avroRecord({ id: "string" }));
      const absent = on.newSubject();

      expect(await on.registry.listVersions(absent)).toEqual([]);
      expect(await on.registry.readVersion(absent, 1)).toMatchObject(refusal("unknown_subject"));
      expect(await on.registry.readVersion(subject, 99)).toMatchObject(refusal("unknown_version"));
      expect(await on.registry.readSchema(2_147_483_000)).toMatchObject(refusal("unknown_schema"));
      expect(await on.registry.findVersion(absent, PROTOBUF)).toEqual({ ok: true, value: null });
      expect(await on.registry.findVersion(subject, avroRecord({ other: "int" }))).toEqual({ ok: true, value: null });
    });

    it("takes names with characters that mean something in a URL, and refuses those that no URL can hold", async () => {
      const subject = `${on.underTest.prefix}%2F../a b?c#ü`;
      expect(await on.registry.register(subject, avroRecord({ id: "string" }))).toMatchObject({ ok: true });

      expect(await on.registry.listSubjects()).toContain(subject);
      expect(await on.registry.readVersion(subject, 1)).toMatchObject({ ok: true, value: { subject, version: 1 } });
      for (const impossible of ["", ".", "..", "\ud800"])
        await expect(on.registry.listVersions(impossible)).rejects.toMatchObject({ error: { code: "unexpected" } });
    });
  });

  describe("references", () => {
    const address = avroRecord({ city: "string" }, "Address");
    const orderWith = (subject: string, version = 1): SchemaDefinition => ({
      ...avroRecord({ address: "com.example.orders.Address" }, "OrderShipped"),
      references: [{ name: "com.example.orders.Address", subject, version }],
    });

    it("are kept, and found from the other end", async () => {
      const referenced = await on.registered(address);
      const definition = orderWith(referenced);
      const referring = await on.registered(definition);

      expect(await on.registry.readVersion(referring, 1)).toMatchObject({ ok: true, value: definition });
      expect(await on.registry.findVersion(referring, definition)).toMatchObject({ ok: true, value: { version: 1 } });
      expect(await on.registry.referencedBy(referenced, 1)).toEqual([await on.idOf(referring, 1)]);
      expect(await on.registry.referencedBy(referring, 1)).toEqual([]);
      expect(await on.registry.referencedBy(on.newSubject(), 1)).toEqual([]);
    });

    it("keep what they refer to from being deleted", async () => {
      const referenced = await on.registered(address);
      await on.registered(orderWith(referenced));

      expect(await on.registry.deleteVersion(referenced, 1, false)).toMatchObject(refusal("referenced"));
      expect(await on.registry.deleteSubject(referenced, false)).toMatchObject(refusal("referenced"));
    });

    it("to nothing are refused", async () => {
      expect(await on.registry.register(on.newSubject(), orderWith(on.newSubject()))).toMatchObject(
        refusal("invalid_schema"),
      );
    });
  });

  describe("a glance", () => {
    it("shows the living versions and the level in force", async () => {
      const subject = await on.registered(avroRecord({ id: "string" }), avroRecord({ id: "string", note: "string?" }));
      expect(await on.registry.glanceAt(subject)).toEqual({ living: [1, 2], level: "BACKWARD" });

      await on.registry.setLevel(subject, "NONE");
      await on.registry.deleteVersion(subject, 1, false);
      expect(await on.registry.glanceAt(subject)).toEqual({ living: [2], level: "NONE" });
    });

    it("at what is not there shows nothing but the level for all", async () => {
      expect(await on.registry.glanceAt(on.newSubject())).toEqual({ living: [], level: "BACKWARD" });
    });
  });

  it("is unavailable where nothing listens, and after it was closed", async () => {
    const nothing = on.underTest.connectToNothing();
    const closed = on.underTest.connect();
    await closed.close();

    for (const away of [nothing, closed])
      await expect(away.listSubjects()).rejects.toMatchObject({ error: { code: "unavailable", retriable: true } });
  });
}
