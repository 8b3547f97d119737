import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import type { SchemaDefinition } from "#lib/domain/schema";
import { InMemoryRegistry } from "./in-memory-registry.ts";
import type { SchemaSource } from "./reading-schemas.ts";
import { createRecordDecoder, type RecordDecoder } from "./record-decoder.ts";
import { callFailed } from "./registry-error.ts";

const avro = (schema: unknown, references: SchemaDefinition["references"] = []): SchemaDefinition => ({
  schemaType: "AVRO",
  schema: JSON.stringify(schema),
  references,
});
const protobuf = (schema: string): SchemaDefinition => ({ schemaType: "PROTOBUF", schema, references: [] });
const json: SchemaDefinition = { schemaType: "JSON", schema: '{"type": "object"}', references: [] };

/** A source with these schemas, by the ids 1, 2, 3, …; versions are asked for by a name that is their id. */
function source(...definitions: SchemaDefinition[]): SchemaSource & { calls: number } {
  const read = (id: number) => {
    answers.calls += 1;
    const value = definitions[id - 1];
    const unknown = { code: "unknown_schema" as const, retriable: false, message: "There is no such schema." };
    return value ? { ok: true as const, value } : { ok: false as const, error: unknown };
  };
  const answers = {
    calls: 0,
    readSchema: async (id: number) => read(id),
    readVersion: async (subject: string, version: number) => {
      const answer = read(Number(subject));
      return answer.ok
        ? { ok: true as const, value: { ...answer.value, subject, version, id: Number(subject) } }
        : answer;
    },
  };
  return answers;
}

/** A record in Confluent's wire format. */
function record(id: number, ...payload: (number | string | Buffer)[]): Buffer {
  const header = Buffer.alloc(5);
  header.writeInt32BE(id, 1);
  return Buffer.concat([
    header,
    ...payload.map((part) => (typeof part === "number" ? Buffer.from([part]) : Buffer.from(part))),
  ]);
}

/** Avro's and Protobuf's signed varint. */
function zigzag(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

const decode = (from: SchemaSource | null, bytes: Buffer | null) => createRecordDecoder(from).decodeRecord(bytes);
const undecoded = (reason: RegExp) =>
  expect.objectContaining({ kind: "bytes", base64: expect.any(String), reason: expect.stringMatching(reason) });

describe("records without a schema", () => {
  it.each<[string, Buffer | null, unknown]>([
    ["a tombstone", null, { kind: "null" }],
    ["nothing", Buffer.alloc(0), { kind: "text", text: "" }],
    ["a text", Buffer.from("Grüße, 世界\n"), { kind: "text", text: "Grüße, 世界\n" }],
    ["a number", Buffer.from("42"), { kind: "text", text: "42" }],
    ["a JSON object", Buffer.from('{"a": [1, null]}'), { kind: "json", value: { a: [1, null] } }],
    ["broken JSON", Buffer.from('{"a": '), { kind: "text", text: '{"a": ' }],
    [
      "a prototype in JSON",
      Buffer.from('{"__proto__": {"a": 1}}'),
      { kind: "json", value: JSON.parse('{"__proto__": {"a": 1}}') },
    ],
    [
      "bytes",
      Buffer.from([0xff, 0xfe, 1]),
      { kind: "bytes", base64: "//4B", reason: "It is no text and names no schema." },
    ],
    [
      "a text with a bell",
      Buffer.from("a\u0007"),
      { kind: "bytes", base64: "YQc=", reason: "It is no text and names no schema." },
    ],
    [
      "a zero and too little",
      Buffer.from([0, 0, 0, 1]),
      { kind: "bytes", base64: "AAAAAQ==", reason: "It is no text and names no schema." },
    ],
  ])("%s", async (_, bytes, decoded) => {
    expect(await decode(null, bytes)).toEqual(decoded);
  });

  it("JSON of a depth that nobody could show", async () => {
    expect(await decode(null, Buffer.from("[".repeat(10_000) + "]".repeat(10_000)))).toMatchObject({ kind: "text" });
  });
});

describe("records with a schema", () => {
  it("in Avro: every value is one that JSON can hold, and none is rounded", async () => {
    const fields = [
      { name: "small", type: "long" },
      { name: "large", type: { type: "long", logicalType: "timestamp-micros" } },
      { name: "lowest", type: "long" },
      { name: "ratio", type: "double" },
      { name: "digest", type: { type: "fixed", name: "Digest", size: 2 } },
      { name: "either", type: ["null", "long", "string"] },
    ];
    const nan = Buffer.alloc(8);
    nan.writeDoubleLE(Number.NaN);
    const longs = [zigzag(-5n), zigzag(9_007_199_254_740_993n), zigzag(-(2n ** 63n))];

    const definition = avro({ type: "record", name: "All", fields });
    expect(await decode(source(definition), record(1, ...longs, nan, Buffer.from([1, 2]), 2, zigzag(3n)))).toEqual({
      kind: "decoded",
      schemaId: 1,
      definition,
      value: {
        small: -5,
        large: "9007199254740993",
        lowest: "-9223372036854775808",
        ratio: "NaN",
        digest: "AQI=",
        either: 3,
      },
    });
  });

  it("in JSON: valid by the schema or not, for a sample shows what is there", async () => {
    expect(await decode(source(json), record(1, '["no object"]'))).toMatchObject({ value: ["no object"] });
    expect(await decode(source(json), record(1, "{"))).toEqual(
      undecoded(/^It names schema 1, but does not fit it: .*JSON/),
    );
  });

  it("in JSON: the schema's own patterns are never run", async () => {
    const pattern = { ...json, schema: '{"type": "string", "pattern": "^(a+)+$", "x-unknown": 1, "$schema": "urn:x"}' };
    expect(await decode(source(pattern), record(1, `"${"a".repeat(40)}!"`))).toMatchObject({ kind: "decoded" });
  });

  it("in Protobuf: with the index of the first message, and without", async () => {
    const definition = protobuf(
      'syntax = "proto3"; message Order { int64 id = 1; bytes raw = 2; } message Other { string a = 1; }',
    );
    const order = Buffer.from([0x08, 0x07, 0x12, 0x01, 0xff]);
    const value = { id: "7", raw: "/w==" };

    expect(await decode(source(definition), record(1, 0, order))).toMatchObject({ kind: "decoded", value });
    expect(await decode(source(definition), record(1, order))).toMatchObject({ kind: "decoded", value });
    expect(await decode(source(definition), record(1, 0))).toMatchObject({ kind: "decoded", value: {} });
    expect(await decode(source(definition), record(1, 2, 2, order))).toEqual(undecoded(/another message/));
  });

  it("each schema is read once, and two versions of a record do not meet", async () => {
    const first = avro({ type: "record", name: "Order", fields: [{ name: "id", type: "string" }] });
    const second = avro({ type: "record", name: "Order", fields: [{ name: "id", type: "long" }] });
    const from = source(first, second);
    const decoder = createRecordDecoder(from);

    for (let round = 0; round < 2; round += 1) {
      expect(await decoder.decodeRecord(record(1, 2, "a"))).toMatchObject({ value: { id: "a" } });
      expect(await decoder.decodeRecord(record(2, 2))).toMatchObject({ value: { id: 1 } });
    }
    expect(from.calls).toBe(2);
  });

  it("through the port of a registry", async () => {
    const registry = new InMemoryRegistry();
    registry.registerOutside(
      "city",
      avro({ type: "record", name: "City", fields: [{ name: "name", type: "string" }] }),
    );
    const order = { type: "record", name: "Order", fields: [{ name: "city", type: "City" }] };
    registry.registerOutside("order", avro(order, [{ name: "City", subject: "city", version: 1 }]));

    expect(await decode(registry.connect(), record(2, 6, "Ulm"))).toMatchObject({ value: { city: { name: "Ulm" } } });
  });
});

describe("what cannot be decoded says why", () => {
  const order = avro({ type: "record", name: "Order", fields: [{ name: "id", type: "string" }] });

  it.each<[string, SchemaSource | null, Buffer, RegExp]>([
    ["no registry", null, record(1, 2, "a"), /no schema registry/],
    ["an unknown id", source(), record(9), /^It names schema 9, which cannot be used: There is no such schema\.$/],
    ["an id below zero", source(order), Buffer.from([0, 255, 255, 255, 255]), /schema -1, which cannot be used/],
    ["bytes that end too early", source(order), record(1, 20, "a"), /does not fit/],
    ["bytes that go on", source(order), record(1, 2, "a", "more"), /does not fit/],
    ["a schema that is no JSON", source({ ...order, schema: "{" }), record(1), /cannot be used/],
    [
      "a schema of the depth 10,000",
      source({ ...order, schema: `${'{"type":"array","items":'.repeat(10_000)}"int"${"}".repeat(10_000)}` }),
      record(1),
      /cannot be used/,
    ],
    ["a schema that is no Protobuf", source(protobuf("message {")), record(1, 0), /cannot be used/],
    [
      "a missing reference",
      source(
        avro({ type: "record", name: "A", fields: [{ name: "b", type: "B" }] }, [
          { name: "B", subject: "7", version: 1 },
        ]),
      ),
      record(1),
      /There is no such schema/,
    ],
  ])("%s", async (_, from, bytes, reason) => {
    expect(await decode(from, bytes)).toEqual(undecoded(reason));
  });

  it("a registry that is away", async () => {
    const away = async () => {
      throw callFailed("unavailable", "The registry cannot be reached: ECONNREFUSED.");
    };

    expect(await decode({ readSchema: away, readVersion: away }, record(1))).toEqual(undecoded(/ECONNREFUSED/));
  });

  it("references in a circle, and more of them than anybody has", async () => {
    const circular = { ...order, references: [{ name: "Order", subject: "1", version: 1 }] };
    const from = source(circular);
    expect(await decode(from, record(1, 2, "a"))).toMatchObject({ reason: expect.stringMatching(/cannot be used/) });
    expect(from.calls).toBeLessThan(5);

    const many = Array.from({ length: 5_000 }, (_, version) => ({ name: "Order", subject: "1", version: version + 1 }));
    expect(await decode(source({ ...order, references: many }), record(1))).toEqual(undecoded(/more than 100 others/));
  });
});

describe("a few bytes that claim to be millions of items", () => {
  const list = avro({ type: "array", items: "int" });
  const map = avro({ type: "map", values: "null" });
  const bomb = (id: number) => record(id, zigzag(2n ** 31n), "bomb");

  it("are given up", async () => {
    for (const id of [1, 2]) expect(await decode(source(list, map), bomb(id))).toEqual(undecoded(/takes too long/));
  });

  it("and many of them together too; what comes after is not decoded any more", async () => {
    const decoder: RecordDecoder = createRecordDecoder(source(list, map));
    for (let count = 0; count < 5; count += 1) await decoder.decodeRecord(bomb(2));

    expect(await decoder.decodeRecord(record(1, 0))).toEqual(undecoded(/took too long/));
  });
});
