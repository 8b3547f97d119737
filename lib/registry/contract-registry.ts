import { afterAll, beforeAll, expect } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import type { SubjectRegistry } from "./subject-registry.ts";

/** A registry to try an adapter on. Subjects begin with `prefix`, so that leftovers of other runs do not matter. */
export type RegistryUnderTest = {
  prefix: string;
  connect(): SubjectRegistry;
  /** A client of a registry where nothing listens. */
  connectToNothing(): SubjectRegistry;
};

/** What the tests of a contract work on, and how they make subjects there. */
export type OpenRegistry = {
  readonly underTest: RegistryUnderTest;
  readonly registry: SubjectRegistry;
  /** A name that no subject has. */
  newSubject(): string;
  /** A new subject with these versions; its name. */
  registered(...definitions: SchemaDefinition[]): Promise<string>;
  /** The schema's id of a subject's version; undefined where there is none. */
  idOf(subject: string, version: number): Promise<number | undefined>;
};

/** Starts a registry whose level for all is BACKWARD before the tests of a contract, and closes its client after them. */
export function openRegistry(start: () => Promise<RegistryUnderTest>): OpenRegistry {
  let opened: { underTest: RegistryUnderTest; registry: SubjectRegistry } | undefined;
  let count = 0;
  beforeAll(async () => {
    const underTest = await start();
    opened = { underTest, registry: underTest.connect() };
    expect(await opened.registry.setGlobalLevel("BACKWARD")).toEqual({ ok: true, value: null });
  });
  afterAll(() => opened?.registry.close());

  const inUse = () => {
    if (!opened) throw new Error("The registry is started only when the tests begin.");
    return opened;
  };
  const newSubject = () => {
    count += 1;
    return `${inUse().underTest.prefix}subject-${count}-value`;
  };
  return {
    get underTest() {
      return inUse().underTest;
    },
    get registry() {
      return inUse().registry;
    },
    newSubject,
    registered: async (...definitions) => {
      const { registry } = inUse();
      const subject = newSubject();
      for (const definition of definitions)
        expect(await registry.register(subject, definition)).toEqual({ ok: true, value: { id: expect.any(Number) } });
      return subject;
    },
    idOf: async (subject, version) => {
      const answer = await inUse().registry.readVersion(subject, version);
      return answer.ok ? answer.value.id : undefined;
    },
  };
}

/** An Avro record, `name: type` for each field; `type?` has a default. */
export function avroRecord(fields: Record<string, string>, name = "OrderPlaced"): SchemaDefinition {
  const written = Object.entries(fields).map(([field, type]) =>
    type.endsWith("?") ? { name: field, type: ["null", type.slice(0, -1)], default: null } : { name: field, type },
  );
  const schema = JSON.stringify({ type: "record", name, namespace: "com.example.orders", fields: written });
  return { schemaType: "AVRO", schema, references: [] };
}

/** How a refusal with this code looks, of any message unless one is given. */
export function refusal(code: string, message: RegExp = /\w/): object {
  return { ok: false, error: { code, retriable: false, message: expect.stringMatching(message) } };
}
