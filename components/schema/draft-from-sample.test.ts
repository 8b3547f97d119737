import { expect, test } from "vitest";
import type { SampledPayload } from "#lib/contract/probes";
import { recordNameOf, valuesOf } from "./draft-from-sample.ts";

const record = (value: SampledPayload, key: SampledPayload = { kind: "null" }) => ({
  partition: 0,
  offset: "1",
  timestamp: null,
  key,
  value,
  headers: [],
  masked: [],
});

test("only what has a structure is inferred from", () => {
  const records = [
    record({ kind: "json", value: { a: 1 } }, { kind: "json", value: 7 }),
    record({ kind: "decoded", schemaId: 3, value: { a: 2 } }),
    record({ kind: "text", text: "plain" }),
    record({ kind: "bytes", base64: "AA==", reason: "unknown" }),
    record({ kind: "null" }),
  ];
  expect(valuesOf({ records, note: "" }, "value")).toEqual([{ a: 1 }, { a: 2 }]);
  expect(valuesOf({ records, note: "" }, "key")).toEqual([7]);
});

test("a record is called as in the template", () => {
  expect(recordNameOf('{"type":"record","namespace":"orders","name":"Placed"}')).toBe("orders.Placed");
  expect(recordNameOf('{"name":"Placed"}')).toBe("Placed");
  expect(recordNameOf('syntax = "proto3";')).toBe("");
  expect(recordNameOf(undefined)).toBe("");
});
