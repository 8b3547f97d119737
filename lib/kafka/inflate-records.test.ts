import { compressionsAlgorithms } from "@platformatic/kafka";
import { describe, expect, it } from "vitest";
import { inflateRecords } from "./inflate-records.ts";

const CODECS = [
  ["gzip", 1],
  ["snappy", 2],
  ["lz4", 3],
  ["zstd", 4],
] as const;
const LIMIT = 1_000_000;

/** Snappy blocks in the framing of Java clients: magic, two versions, then each block with its length. */
function xerial(...blocks: Buffer[]): Buffer {
  const framed = blocks.flatMap((block) => {
    const packed = compressionsAlgorithms.snappy.compressSync(block);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(packed.length);
    return [length, packed];
  });
  return Buffer.concat([Buffer.from("\x82SNAPPY\0", "latin1"), Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]), ...framed]);
}

describe.each(CODECS)("records packed with %s", (name, compression) => {
  const packed = (records: Buffer) => compressionsAlgorithms[name].compressSync(records);

  it("are unpacked", () => {
    const records = Buffer.from("a record, and another record. ".repeat(1_000));
    expect(inflateRecords(packed(records), compression, LIMIT)).toEqual(records);
  });

  it("are not when they are larger than the limit", () => {
    expect(inflateRecords(packed(Buffer.alloc(8 * LIMIT)), compression, LIMIT)).toBeUndefined();
  });

  it("are not when they are cut short or anything else", () => {
    const whole = packed(Buffer.from("a record, and another record. ".repeat(1_000)));
    for (const broken of [whole.subarray(0, whole.length / 2), Buffer.alloc(0), Buffer.from("no records at all")])
      expect(inflateRecords(broken, compression, LIMIT)).toBeUndefined();
  });
});

describe("records", () => {
  it("that are not packed are what they are, within the limit", () => {
    expect(inflateRecords(Buffer.from("plain"), 0, 5)).toEqual(Buffer.from("plain"));
    expect(inflateRecords(Buffer.from("plain"), 0, 4)).toBeUndefined();
  });

  it("in the Snappy framing of Java clients are unpacked, and measured over all blocks", () => {
    const block = Buffer.alloc(LIMIT / 2, 7);
    expect(inflateRecords(xerial(block, block), 2, LIMIT)).toEqual(Buffer.concat([block, block]));
    expect(inflateRecords(xerial(block, block, block), 2, LIMIT)).toBeUndefined();
  });

  it("packed with what Kafka does not know are not unpacked", () => {
    expect(inflateRecords(Buffer.from("plain"), 5, LIMIT)).toBeUndefined();
  });
});
