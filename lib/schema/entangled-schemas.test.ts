import { describe, expect, it } from "vitest";
import type { SchemaType } from "#lib/domain/schema";
import { processorTime } from "#lib/domain/time-limit";
import { compareSchemas } from "./compare-schemas.ts";
import { explainIncompatibility } from "./explain-incompatibility.ts";
import { parseSchema } from "./parse-schema.ts";

const read = (schemaType: SchemaType, schema: string) =>
  parseSchema({ schemaType, schema, references: [] }, () => null);
const list = (count: number, item: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => item(i)).join();
const records = (prefix: string) =>
  `[${list(3_000, (i) => `{"type":"record","name":"${prefix}${i}","fields":[{"name":"a","type":"int"}]}`)}]`;
const symbols = (prefix: string) => `{"type":"enum","name":"E","symbols":[${list(20_000, (i) => `"${prefix}${i}"`)}]}`;
const anchors = `{"properties":{${list(2_600, (i) => `"p${i}":{"$ref":"#a${i}"}`)}},"$defs":{${list(2_600, (i) => `"d${i}":{"$anchor":"a${i}"}`)}}}`;

/** Of this thread's processor time, whatever the machine does beside: reading twice and comparing twice. */
const ALTOGETHER_MS = 5_000;

describe("what is written so that it takes long", () => {
  it.each<[string, SchemaType, string, string]>([
    ["a union of thousands against another", "AVRO", records("x"), records("y")],
    ["an enum of thousands against another", "AVRO", symbols("x"), symbols("y")],
    ["thousands of references by anchor", "JSON", anchors, anchors.replace("p0", "q0")],
  ])("ends: %s", (_, type, one, other) => {
    const spent = processorTime();
    const [before, after] = [read(type, one), read(type, other)];
    if (before.ok && after.ok) {
      const changes = compareSchemas(before.value, after.value);
      expect(changes.some(({ breaks }) => breaks.length > 0)).toBe(true);
      expect(explainIncompatibility("FULL", [before.value], after.value)).not.toEqual([]);
    }
    expect(spent()).toBeLessThan(ALTOGETHER_MS);
  });
});
