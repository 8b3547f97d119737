import { describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { observeSubjects } from "./observe-subjects.ts";
import { openMask } from "./sample-mask.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

const TOPIC = "orders.placed";
const bench = SubjectBench.prepare();

const tagged: SchemaDefinition = {
  ...record(),
  schema: JSON.stringify({
    type: "record",
    name: "Order",
    fields: [
      { name: "id", type: "string" },
      { name: "e_mail", type: "string", default: "", "confluent:tags": ["PII"] },
    ],
  }),
};
const masked = async (...versions: SchemaDefinition[]) => {
  for (const version of versions) bench.registry.registerOutside(`${TOPIC}-value`, version);
  await observeSubjects(bench.session);
  return openMask({ ...bench.session, admin: null as never, reader: null as never }, TOPIC, "value");
};

describe("what names no schema", () => {
  it.each([
    ["in a list", [{ eMail: "a@example.test", id: "1" }], [{ eMail: "•••", id: "1" }]],
    ["in an envelope", { at: 1, data: { e_mail: "a@example.test" } }, { at: 1, data: { e_mail: "•••" } }],
  ])("is masked by the names of sensitive fields, %s too", async (_, value, shown) => {
    const mask = await masked(tagged);
    expect(await mask({ kind: "json", value })).toEqual({
      payload: { kind: "json", value: shown },
      masked: ["e_mail"],
    });
  });

  it("is masked by what an earlier version called sensitive: its records are still there", async () => {
    const mask = await masked(tagged, record("id"));
    const { payload } = await mask({ kind: "json", value: { id: "1", e_mail: "a@example.test" } });
    expect(payload).toMatchObject({ value: { id: "1", e_mail: "•••" } });
    expect((await mask({ kind: "text", text: "a@example.test" })).payload).toMatchObject({ kind: "bytes", base64: "" });
  });

  it("is withheld where a schema of the topic cannot be understood", async () => {
    const strange = { type: "record", name: "Order", fields: [{ name: "id", type: "Nobody" }] };
    const mask = await masked({ ...record("id"), schema: JSON.stringify(strange) });
    for (const decoded of [{ kind: "json", value: { id: "1" } } as const, { kind: "text", text: "1" } as const])
      expect((await mask(decoded)).payload).toMatchObject({ kind: "bytes", base64: "" });
  });
});

describe("bytes that do not fit the schema that they name", () => {
  const bytes = { kind: "bytes", base64: "QUJD", reason: "It does not fit." } as const;

  it("are withheld where that schema calls anything sensitive, though the topic's own fields are not", async () => {
    const mask = await masked(record("id"));
    expect(await mask({ ...bytes, definition: tagged })).toMatchObject({ payload: { kind: "bytes", base64: "" } });
    expect(await mask({ ...bytes, definition: record("id") })).toEqual({ payload: bytes, masked: [] });
    expect(await mask(bytes)).toEqual({ payload: bytes, masked: [] });
  });
});
