import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { compressionsAlgorithms } from "@platformatic/kafka";

const GZIP = 1;
const SNAPPY = 2;
const LZ4 = 3;
const ZSTD = 4;

/**
 * The records of a batch, unpacked. A megabyte can unpack to a gigabyte, and brokers let it through, so nothing is unpacked beyond the
 * limit.
 * @param compression the lowest three bits of a batch's attributes (KIP-98, KIP-110)
 * @returns undefined when they are larger than `most` bytes, or not what they say they are
 */
export function inflateRecords(packed: Buffer, compression: number, most: number): Buffer | undefined {
  try {
    const records = inflate(packed, compression, most);
    return records && records.length <= most ? records : undefined;
  } catch {
    return undefined; // each algorithm has errors of its own for what it cannot unpack, and for reaching the limit
  }
}

function inflate(packed: Buffer, compression: number, most: number): Buffer | undefined {
  switch (compression) {
    case 0:
      return packed;
    case GZIP:
      return gunzipSync(packed, { maxOutputLength: most });
    case ZSTD:
      return zstdDecompressSync(packed, { maxOutputLength: most });
    case SNAPPY:
      return snappySize(packed) <= most ? compressionsAlgorithms.snappy.decompressSync(packed) : undefined;
    case LZ4:
      return lz4Size(packed) <= most ? compressionsAlgorithms.lz4.decompressSync(packed) : undefined;
    default:
      return undefined;
  }
}

/** The framing that Java clients put around Snappy blocks: magic, two versions, then each block with its length (snappy-java). */
const XERIAL_MAGIC = Buffer.from("\x82SNAPPY\0", "latin1");
const XERIAL_HEAD = 16;

/** What Snappy says it unpacks to: each block begins with its unpacked length (Snappy format description, section 1). */
function snappySize(packed: Buffer): number {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return varint(packed);
  let size = 0;
  for (let at = XERIAL_HEAD; at < packed.length; ) {
    const length = packed.readUInt32BE(at);
    size += varint(packed.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return size;
}

function varint(bytes: Buffer): number {
  let value = 0;
  for (const [index, byte] of bytes.subarray(0, 5).entries()) {
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) break;
  }
  return value;
}

/** Bits of the frame descriptor: the content's size or a dictionary's id follow (LZ4 frame format 1.6.x, FLG). */
const CONTENT_SIZE = 0x08;
const DICTIONARY = 0x01;
const BLOCK_CHECKSUM = 0x10;
/** Highest bit of a block's length: it is stored as it is. */
const STORED = 0x8000_0000;

/** The most that an LZ4 frame can unpack to: its blocks, each as large as the frame allows. */
function lz4Size(packed: Buffer): number {
  const flags = packed.readUInt8(4);
  const largestBlock = 4 ** (((packed.readUInt8(5) >> 4) & 0x7) + 4); // codes 4 to 7: 64 KiB, 256 KiB, 1 MiB, 4 MiB
  const checksum = flags & BLOCK_CHECKSUM ? 4 : 0;
  let size = 0;
  for (let at = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0); at < packed.length; ) {
    const length = packed.readUInt32LE(at);
    if (length === 0) break;
    const bytes = length % STORED;
    size += length >= STORED ? bytes : Math.min(largestBlock, bytes * 255); // a byte unpacks to 255 at most
    at += 4 + bytes + checksum;
  }
  return size;
}
