import { Buffer } from "node:buffer";
import avro from "avsc";

/** Avro's `long` without loss: a number where JavaScript has an exact one, else a bigint. avsc refuses to read such a value otherwise. */
const exactLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => {
    const value = bytes.readBigInt64LE();
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  },
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: Number,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === "bigint" || Number.isSafeInteger(value),
  compare: (one: number | bigint, other: number | bigint) => (one === other ? 0 : one < other ? -1 : 1),
});

/** avsc's hook for building types: `long` is {@link exactLong}, the rest is avsc's own. */
export function readLongsExactly(schema: unknown): avro.Type | undefined {
  const type = typeof schema === "object" && schema !== null && "type" in schema ? schema.type : schema;
  return type === "long" ? exactLong : undefined;
}
