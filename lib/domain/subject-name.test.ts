import { describe, expect, it } from "vitest";
import { SCHEMA_TYPES } from "./schema.ts";
import { RECORD_NAMED_BY, SubjectName, subjectNameOf } from "./subject-name.ts";

const place = { topic: "orders.placed.v1", part: "value", record: "example.orders.Placed" } as const;

describe("subjectNameOf", () => {
  it("names a subject as the serializers of each strategy look for it", () => {
    expect(subjectNameOf("TopicNameStrategy", place)).toBe("orders.placed.v1-value");
    expect(subjectNameOf("TopicNameStrategy", { ...place, part: "key", record: null })).toBe("orders.placed.v1-key");
    expect(subjectNameOf("RecordNameStrategy", { ...place, topic: null, part: null })).toBe("example.orders.Placed");
    expect(subjectNameOf("TopicRecordNameStrategy", { ...place, part: null })).toBe(
      "orders.placed.v1-example.orders.Placed",
    );
  });

  it.each([
    ["TopicNameStrategy", { topic: null }],
    ["TopicNameStrategy", { part: null }],
    ["RecordNameStrategy", { record: null }],
    ["TopicRecordNameStrategy", { topic: null }],
    ["TopicRecordNameStrategy", { record: null }],
  ] as const)("names nothing by %s without what it uses", (strategy, missing) =>
    expect(subjectNameOf(strategy, { ...place, ...missing })).toBeNull(),
  );

  it("says for every type what names the record", () =>
    expect(Object.keys(RECORD_NAMED_BY).sort()).toEqual([...SCHEMA_TYPES].sort()));
});

describe("SubjectName", () => {
  it.each(["orders.placed.v1-value", "example.orders.Placed", "a", "x".repeat(400), "_", "a-b_c.D9"])(
    "takes %s",
    (name) => expect(SubjectName.parse(name)).toBe(name),
  );

  it.each<[string, string]>([
    ["", "must not be empty"],
    ["x".repeat(401), "has at most 400 characters"],
    ...["a/b", "..\\up", "%2F..", "a b", "ordérs", "a\u0000b", "a\n", ":.ctx:a", "a?b", "a#b", "\u202e"].map(
      (name): [string, string] => [name, "holds only ASCII letters, digits, '.', '_' and '-'"],
    ),
  ])("refuses %j: it %s", (name, message) =>
    expect(SubjectName.safeParse(name).error?.issues.map((issue) => issue.message)).toContain(message),
  );
});
