import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import type { RegistryAnswer, SubjectRegistry } from "./subject-registry.ts";

/** A registry to try an adapter on. Subjects begin with `prefix`, so that leftovers of other runs do not matter. */
export type RegistryUnderTest = {
  prefix: string;
  connect(): SubjectRegistry;
  /** A client of a registry where nothing listens. */
  connectToNothing(): SubjectRegistry;
};

/** An Avro record, `name: type` for each field; `type?` has a default. */
export function avroRecord(fields: Record<string, string>, name = "OrderPlaced"): SchemaDefinition {
  const written = Object.entries(fields).map(([field, type]) =>
    type.endsWith("?") ? { name: field, type: ["null", type.slice(0, -1)], default: null } : { name: field, type },
  );
  const schema = JSON.stringify({ type: "record", name, namespace: "com.example.orders", fields: written });
  return { schemaType: "AVRO", schema, references: [] };
}

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

/** What every {@link SubjectRegistry} promises; run on the in-memory and on a real registry, so that the fake stays honest. */
export function subjectRegistryContract(start: () => Promise<RegistryUnderTest>): void {
  let underTest: RegistryUnderTest;
  let registry: SubjectRegistry;
  let count = 0;
  const newSubject = () => {
    count += 1;
    return `${underTest.prefix}subject-${count}-value`;
  };
  const registered = async (...definitions: SchemaDefinition[]): Promise<string> => {
    const subject = newSubject();
    for (const definition of definitions)
      expect(await registry.register(subject, definition)).toEqual({ ok: true, value: { id: expect.any(Number) } });
    return subject;
  };
  const idOf = async (subject: string, version: number) => {
    const answer = await registry.readVersion(subject, version);
    return answer.ok ? answer.value.id : undefined;
  };

  beforeAll(async () => {
    underTest = await start();
    registry = underTest.connect();
    expect(await registry.setGlobalLevel("BACKWARD")).toEqual({ ok: true, value: null });
  });
  afterAll(() => registry?.close());

  it("tells what it can do", async () => {
    expect(await registry.describe()).toEqual({
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
      const subject = await registered(definition);

      const id = await idOf(subject, 1);
      expect(id).toEqual(expect.any(Number));
      expect(await registry.listVersions(subject)).toEqual([{ version: 1, deleted: false }]);
      expect(await registry.readVersion(subject, 1)).toEqual({
        ok: true,
        value: { ...definition, subject, version: 1, id },
      });
      expect(await registry.readSchema(id ?? 0)).toEqual({ ok: true, value: definition });
      expect(await registry.findVersion(subject, definition)).toEqual({ ok: true, value: { version: 1, id } });
    });

    it("lists subjects in the order of code units, each once", async () => {
      const subjects = [await registered(PROTOBUF), await registered(JSON_SCHEMA)];

      const listed = await registry.listSubjects();

      expect(listed).toEqual(expect.arrayContaining(subjects));
      expect(listed).toEqual([...new Set(listed)].sort());
    });

    it("takes the same schema again as done, and gives it the same id everywhere", async () => {
      const definition = avroRecord({ id: "string", note: "string" });
      const subject = await registered(definition, definition);
      const other = await registered(definition);

      expect(await registry.listVersions(subject)).toEqual([{ version: 1, deleted: false }]);
      expect(await idOf(other, 1)).toBe(await idOf(subject, 1));
    });

    it("refuses what is no schema, and takes nothing of it", async () => {
      const subject = newSubject();
      const broken: SchemaDefinition = { schemaType: "AVRO", schema: '{"type": "record"', references: [] };

      expect(await registry.register(subject, broken)).toMatchObject(refusal("invalid_schema"));
      expect(await registry.listVersions(subject)).toEqual([]);
    });

    it("says what it does not know", async () => {
      const subject = await registered(avroRecord({ id: "string" }));
      const absent = newSubject();

      expect(await registry.listVersions(absent)).toEqual([]);
      expect(await registry.readVersion(absent, 1)).toMatchObject(refusal("unknown_subject"));
      expect(await registry.readVersion(subject, 99)).toMatchObject(refusal("unknown_version"));
      expect(await registry.readSchema(2_147_483_000)).toMatchObject(refusal("unknown_schema"));
      expect(await registry.findVersion(absent, PROTOBUF)).toEqual({ ok: true, value: null });
      expect(await registry.findVersion(subject, avroRecord({ other: "int" }))).toEqual({ ok: true, value: null });
    });

    it("takes names with characters that mean something in a URL, and refuses those that no URL can hold", async () => {
      const subject = `${underTest.prefix}%2F../a b?c#ü`;
      expect(await registry.register(subject, avroRecord({ id: "string" }))).toMatchObject({ ok: true });

      expect(await registry.listSubjects()).toContain(subject);
      expect(await registry.readVersion(subject, 1)).toMatchObject({ ok: true, value: { subject, version: 1 } });
      for (const impossible of ["", ".", "..", "\ud800"])
        await expect(registry.listVersions(impossible)).rejects.toMatchObject({ error: { code: "unexpected" } });
    });
  });

  describe("references", () => {
    const address = avroRecord({ city: "string" }, "Address");
    const orderWith = (subject: string, version = 1): SchemaDefinition => ({
      ...avroRecord({ address: "com.example.orders.Address" }, "OrderShipped"),
      references: [{ name: "com.example.orders.Address", subject, version }],
    });

    it("are kept, and found from the other end", async () => {
      const referenced = await registered(address);
      const definition = orderWith(referenced);
      const referring = await registered(definition);

      expect(await registry.readVersion(referring, 1)).toMatchObject({ ok: true, value: definition });
      expect(await registry.findVersion(referring, definition)).toMatchObject({ ok: true, value: { version: 1 } });
      expect(await registry.referencedBy(referenced, 1)).toEqual([await idOf(referring, 1)]);
      expect(await registry.referencedBy(referring, 1)).toEqual([]);
      expect(await registry.referencedBy(newSubject(), 1)).toEqual([]);
    });

    it("keep what they refer to from being deleted", async () => {
      const referenced = await registered(address);
      await registered(orderWith(referenced));

      expect(await registry.deleteVersion(referenced, 1, false)).toMatchObject(refusal("referenced"));
      expect(await registry.deleteSubject(referenced, false)).toMatchObject(refusal("referenced"));
    });

    it("to nothing are refused", async () => {
      expect(await registry.register(newSubject(), orderWith(newSubject()))).toMatchObject(refusal("invalid_schema"));
    });
  });

  describe("a glance", () => {
    it("shows the living versions and the level in force", async () => {
      const subject = await registered(avroRecord({ id: "string" }), avroRecord({ id: "string", note: "string?" }));
      expect(await registry.glanceAt(subject)).toEqual({ living: [1, 2], level: "BACKWARD" });

      await registry.setLevel(subject, "NONE");
      await registry.deleteVersion(subject, 1, false);
      expect(await registry.glanceAt(subject)).toEqual({ living: [2], level: "NONE" });
    });

    it("at what is not there shows nothing but the level for all", async () => {
      expect(await registry.glanceAt(newSubject())).toEqual({ living: [], level: "BACKWARD" });
    });
  });

  describe("compatibility", () => {
    const first = avroRecord({ id: "string", amount: "int" });
    const wider = avroRecord({ id: "string", amount: "int", note: "string?" });
    const retyped = avroRecord({ id: "string", amount: "string" });

    it("is judged by the level in force, and again when registering, with reasons", async () => {
      const subject = await registered(first);

      expect(await registry.checkCompatibility(subject, wider)).toEqual(verdict(true, "BACKWARD"));
      expect(await registry.checkCompatibility(subject, retyped)).toMatchObject(verdict(false, "BACKWARD"));
      expect(await registry.register(subject, retyped)).toMatchObject(refusal("incompatible", /amount|fields\/1/));
      expect(await registry.register(subject, wider)).toMatchObject({ ok: true });
      expect(await registry.listVersions(subject)).toHaveLength(2);
    });

    it("promises nothing under NONE", async () => {
      const subject = await registered(first);
      await registry.setLevel(subject, "NONE");

      expect(await registry.checkCompatibility(subject, retyped)).toEqual(verdict(true, "NONE"));
      expect(await registry.register(subject, retyped)).toMatchObject({ ok: true });
    });

    it("looks at the last version, or at all of them where the level says so", async () => {
      const subject = await registered(first);
      await registry.setLevel(subject, "NONE");
      await registry.register(subject, retyped);
      const third = avroRecord({ id: "string", amount: "string", note: "string?" });

      await registry.setLevel(subject, "BACKWARD");
      expect(await registry.checkCompatibility(subject, third)).toEqual(verdict(true, "BACKWARD"));
      await registry.setLevel(subject, "BACKWARD_TRANSITIVE");
      expect(await registry.checkCompatibility(subject, third)).toMatchObject(verdict(false, "BACKWARD_TRANSITIVE"));
    });

    it("knows both directions", async () => {
      const subject = await registered(first);
      await registry.setLevel(subject, "FORWARD");
      const withNewField = avroRecord({ id: "string", amount: "int", added: "string" });
      const without = avroRecord({ id: "string" });

      expect(await registry.checkCompatibility(subject, withNewField)).toEqual(verdict(true, "FORWARD"));
      expect(await registry.checkCompatibility(subject, without)).toMatchObject(verdict(false, "FORWARD"));
      await registry.setLevel(subject, "BACKWARD");
      expect(await registry.checkCompatibility(subject, withNewField)).toMatchObject(verdict(false, "BACKWARD"));
      expect(await registry.checkCompatibility(subject, without)).toEqual(verdict(true, "BACKWARD"));
    });

    it("of a subject without versions is given", async () => {
      expect(await registry.checkCompatibility(newSubject(), first)).toEqual(verdict(true, "BACKWARD"));
    });
  });

  describe("levels", () => {
    it("are the subject's own where it has one, else the global one", async () => {
      const subject = await registered(avroRecord({ id: "string" }));
      expect(await registry.readLevel(subject)).toEqual({ level: "BACKWARD", own: false });
      expect(await registry.readLevel(newSubject())).toEqual({ level: "BACKWARD", own: false });

      expect(await registry.setLevel(subject, "FULL")).toEqual({ ok: true, value: null });
      expect(await registry.readLevel(subject)).toEqual({ level: "FULL", own: true });
      await registry.setLevel(subject, "NONE");
      expect(await registry.readLevel(subject)).toEqual({ level: "NONE", own: true });
    });

    it("may be set before there is a version, and count for the first one after it", async () => {
      const subject = newSubject();
      expect(await registry.setLevel(subject, "FULL_TRANSITIVE")).toEqual({ ok: true, value: null });
      await registry.register(subject, avroRecord({ id: "string" }));

      expect(await registry.readLevel(subject)).toEqual({ level: "FULL_TRANSITIVE", own: true });
    });
  });

  describe("deleting", () => {
    const definitions = [avroRecord({ id: "string" }), avroRecord({ id: "string", note: "string?" })] as const;

    it("takes a version softly first, and for good only then", async () => {
      const subject = await registered(...definitions);
      expect(await registry.deleteVersion(subject, 1, true)).toMatchObject(refusal("not_soft_deleted"));

      expect(await registry.deleteVersion(subject, 1, false)).toEqual({ ok: true, value: null });
      expect(await registry.listVersions(subject)).toEqual([
        { version: 1, deleted: true },
        { version: 2, deleted: false },
      ]);
      expect(await registry.readVersion(subject, 1)).toMatchObject({ ok: true, value: definitions[0] });
      expect(await registry.findVersion(subject, definitions[0])).toEqual({ ok: true, value: null });

      expect(await registry.deleteVersion(subject, 1, true)).toEqual({ ok: true, value: null });
      expect(await registry.listVersions(subject)).toEqual([{ version: 2, deleted: false }]);
      expect(await registry.readVersion(subject, 1)).toMatchObject(refusal("unknown_version"));
    });

    it("takes a whole subject the same way", async () => {
      const subject = await registered(...definitions);
      const id = await idOf(subject, 1);
      expect(await registry.deleteSubject(subject, true)).toMatchObject(refusal("not_soft_deleted"));

      expect(await registry.deleteSubject(subject, false)).toEqual({ ok: true, value: null });
      expect(await registry.listSubjects()).not.toContain(subject);
      expect(await registry.listSubjects({ deleted: true })).toContain(subject);
      expect(await registry.listVersions(subject)).toMatchObject([{ deleted: true }, { deleted: true }]);
      expect(await registry.readSchema(id ?? 0)).toEqual({ ok: true, value: definitions[0] });

      expect(await registry.deleteSubject(subject, true)).toEqual({ ok: true, value: null });
      expect(await registry.listSubjects({ deleted: true })).not.toContain(subject);
      expect(await registry.listVersions(subject)).toEqual([]);
    });

    it("of what is gone already is done", async () => {
      const subject = await registered(...definitions);
      for (const permanent of [false, false, true, true])
        expect(await registry.deleteVersion(subject, 1, permanent)).toEqual({ ok: true, value: null });
      for (const permanent of [false, false, true, true])
        expect(await registry.deleteSubject(subject, permanent)).toEqual({ ok: true, value: null });
      expect(await registry.deleteVersion(subject, 1, false)).toEqual({ ok: true, value: null });
    });

    it("leaves the number of a version to no other", async () => {
      const subject = await registered(...definitions);
      await registry.deleteVersion(subject, 2, false);
      await registry.register(subject, definitions[1]);

      expect(await registry.listVersions(subject)).toEqual([
        { version: 1, deleted: false },
        { version: 2, deleted: true },
        { version: 3, deleted: false },
      ]);
    });
  });

  it("is unavailable where nothing listens, and after it was closed", async () => {
    const nothing = underTest.connectToNothing();
    const closed = underTest.connect();
    await closed.close();

    for (const away of [nothing, closed])
      await expect(away.listSubjects()).rejects.toMatchObject({ error: { code: "unavailable", retriable: true } });
  });
}

function refusal(code: string, message: RegExp = /\w/): object {
  return { ok: false, error: { code, retriable: false, message: expect.stringMatching(message) } };
}

function verdict(compatible: boolean, level: string): RegistryAnswer<unknown> {
  return { ok: true, value: { compatible, level, messages: expect.any(Array) } };
}
