import { expect, test } from "vitest";
import { readSchemaFile } from "./read-schema-file.ts";

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);

async function refusalOf(given: File): Promise<string> {
  const read = await readSchemaFile(given);
  return read.ok ? "taken" : read.failure.detail;
}

test("the type follows from the name, where the name says it", async () => {
  expect(await readSchemaFile(file("a.avsc", "{}"))).toEqual({ ok: true, value: { schema: "{}", schemaType: "AVRO" } });
  expect(await readSchemaFile(file("A.PROTO", "x"))).toMatchObject({ value: { schemaType: "PROTOBUF" } });
  expect(await readSchemaFile(file("a.json", "{}"))).toMatchObject({ value: { schemaType: null } });
});

test("what is no schema is refused in a sentence", async () => {
  expect(await refusalOf(file("a.exe", "{}"))).toContain("ends in .avsc, .json or .proto");
  expect(await refusalOf(file("a.json", "  "))).toBe("a.json is empty.");
  expect(await refusalOf(file("a.json", new Uint8Array([0xff, 0xfe, 0x7b])))).toBe("a.json is not text in UTF-8.");
  expect(await refusalOf(file("a.json", "x".repeat(200_001)))).toContain("at most 200,000 characters");
});

test("a file that is far too large is not even read", async () => {
  const huge = { name: "a.json", size: 5_000_000, arrayBuffer: () => Promise.reject(new Error("was read")) };
  expect(await readSchemaFile(huge)).toMatchObject({ ok: false });
});
