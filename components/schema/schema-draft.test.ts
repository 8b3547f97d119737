import { describe, expect, test } from "vitest";
import {
  contentOf,
  EMPTY_SCHEMA_DRAFT,
  readSchemaDraft,
  referenceDrafts,
  type SchemaContent,
  withReference,
} from "./schema-draft.ts";

const templates = { AVRO: "avro template", JSON: "json template", PROTOBUF: "proto template" };
const team = { id: "t", slug: "orders", name: "Orders", prefixes: ["orders."] };
const empty = { strategy: "TopicNameStrategy" as const, teams: [team], latest: null, templates };
const latest = {
  version: 3,
  definition: {
    schemaType: "JSON" as const,
    schema: "version 3",
    references: [{ name: "a.json", subject: "a", version: 2 }],
  },
  compatibility: "FULL" as const,
};
const place = { cluster: "local", topic: " orders.placed.v1 ", part: "value" as const };

describe("what the form shows", () => {
  test("a new subject begins with the template of its type", () => {
    expect(contentOf(EMPTY_SCHEMA_DRAFT, empty)).toMatchObject({
      schemaType: "AVRO",
      schema: "avro template",
      compatibility: "BACKWARD",
      team: "orders",
      untouched: true,
    });
    expect(contentOf({ ...EMPTY_SCHEMA_DRAFT, schemaType: "PROTOBUF" }, empty).schema).toBe("proto template");
  });

  test("a known subject begins with its latest version, whose level it keeps", () => {
    const content = contentOf({ ...EMPTY_SCHEMA_DRAFT, compatibility: "NONE" }, { ...empty, latest });
    expect(content).toMatchObject({ schemaType: "JSON", schema: "version 3", compatibility: "FULL" });
    expect(content.references).toEqual([{ id: 1, name: "a.json", subject: "a", version: "2" }]);
  });

  test("another type than the latest version's begins with its template, and without its references", () => {
    const content = contentOf({ ...EMPTY_SCHEMA_DRAFT, schemaType: "AVRO" }, { ...empty, latest });
    expect(content).toMatchObject({ schema: "avro template", references: [] });
  });

  test("what was typed stays, whatever the subject", () => {
    const typed = { ...EMPTY_SCHEMA_DRAFT, schema: "mine" };
    expect(contentOf(typed, { ...empty, latest })).toMatchObject({ schema: "mine", untouched: false });
  });
});

describe("what is sent", () => {
  const content = contentOf({ ...EMPTY_SCHEMA_DRAFT, schema: "{}" }, empty);
  const read = (changed: Partial<SchemaContent>, isNew = true) =>
    readSchemaDraft({ ...content, ...changed }, place, { forced: false, isNew });

  test("only what the strategy uses", () => {
    expect(read({}).input).toMatchObject({ topic: "orders.placed.v1", part: "value", team: null });
    expect(read({ strategy: "TopicRecordNameStrategy" }).input).toMatchObject({
      topic: "orders.placed.v1",
      part: null,
      team: null,
    });
    expect(read({ strategy: "RecordNameStrategy" }).input).toMatchObject({ topic: null, part: null, team: "orders" });
  });

  test("a level only for a subject that is not there yet", () => {
    expect(read({}).input.compatibility).toBe("BACKWARD");
    expect(read({}, false).input.compatibility).toBeNull();
  });

  test("references that can be read; the others are named", () => {
    const references = [
      ...referenceDrafts([{ name: "a", subject: "s", version: 1 }]),
      { id: 2, name: "", subject: "s", version: "latest" },
    ];
    const { input, errors } = read({ references });
    expect(input.references).toEqual([{ name: "a", subject: "s", version: 1 }]);
    expect(errors.map(({ path }) => path)).toEqual(["references.1.name", "references.1.version"]);
    expect(errors[1]?.message).toContain("“latest” is not a version");
  });

  test("a text that is too long is named with its length", () => {
    expect(read({ schema: "x".repeat(200_001) }).errors).toEqual([
      { path: "schema", message: "has 200,001 characters; 200,000 are allowed" },
    ]);
  });
});

test("a new row of references has an id of its own", () => {
  expect(withReference([{ id: 4, name: "a", subject: "b", version: "1" }]).map(({ id }) => id)).toEqual([4, 5]);
  expect(withReference([])[0]).toMatchObject({ id: 1, version: "1" });
});
