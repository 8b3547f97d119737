import { Reader, readRecord } from "@platformatic/kafka";
import { epochMs } from "./epoch-ms.ts";
import type { FetchedPartition } from "./fetch-api.ts";
import { inflateRecords } from "./inflate-records.ts";
import type { StoredRecord } from "./sampled-records.ts";

/** Bytes that may still be read and unpacked. */
export type ReadBudget = { left: number };

/** Records of one partition that a consumer with `read_committed` sees, and the offset that the fetched bytes reach up to. */
export type ReadRecords = { records: StoredRecord[]; firstOffset: bigint | null; nextOffset: bigint | null };

/** The most that one batch may unpack to. */
const MOST_BATCH_BYTES = 8 * 1_024 * 1_024;

/** Bits of a batch's attributes (Kafka's message format, "Record Batch"). */
const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** Bytes of a batch before its length counts, and bytes of its head. */
const BEFORE_LENGTH = 12;
const HEAD = 61;
const MAGIC = 16;

type Batch = {
  firstOffset: bigint;
  lastOffset: bigint;
  attributes: number;
  firstTimestamp: bigint;
  maxTimestamp: bigint;
  producerId: bigint;
  packed: Buffer;
  count: number;
};

/**
 * Reads what was fetched of one partition. Batches from `before` on are passed over unread, and so are those that unpack to more than 8 MiB
 * or than the budget has left.
 * @param budget is charged for all that was fetched, and for all that was unpacked
 */
export function readFetched(fetched: FetchedPartition, before: bigint, budget: ReadBudget): ReadRecords {
  const all = batchesOf(fetched.batches);
  const batches = all.filter(({ firstOffset }) => firstOffset < before);
  budget.left -= fetched.batches.length;

  const aborted = new AbortedTransactions(fetched.abortedTransactions);
  const records = batches
    .filter((batch) => aborted.isSeen(batch))
    .flatMap((batch) => recordsOf(batch, fetched.partitionIndex, budget))
    .filter(({ offset }) => offset >= fetched.logStartOffset && offset < before);
  const last = all.at(-1);
  return { records, firstOffset: batches[0]?.firstOffset ?? null, nextOffset: last ? last.lastOffset + 1n : null };
}

/** Heads of all whole batches; a broker cuts the last one where its answer is full. Formats before Kafka 0.11 are not read. */
function batchesOf(bytes: Buffer): Batch[] {
  const batches: Batch[] = [];
  for (let at = 0; at + HEAD <= bytes.length; ) {
    const end = at + BEFORE_LENGTH + bytes.readInt32BE(at + 8);
    if (end > bytes.length || end < at + HEAD) break;
    if (bytes.readInt8(at + MAGIC) === 2) batches.push(batchOf(bytes.subarray(at, end)));
    at = end;
  }
  return batches;
}

function batchOf(bytes: Buffer): Batch {
  const firstOffset = bytes.readBigInt64BE(0);
  return {
    firstOffset,
    lastOffset: firstOffset + BigInt(bytes.readInt32BE(23)),
    attributes: bytes.readInt16BE(21),
    firstTimestamp: bytes.readBigInt64BE(27),
    maxTimestamp: bytes.readBigInt64BE(35),
    producerId: bytes.readBigInt64BE(43),
    count: bytes.readInt32BE(57),
    packed: bytes.subarray(HEAD),
  };
}

function recordsOf(batch: Batch, partition: number, budget: ReadBudget): StoredRecord[] {
  const compression = batch.attributes & COMPRESSION;
  const most = Math.min(MOST_BATCH_BYTES, Math.max(0, budget.left));
  const unpacked = inflateRecords(batch.packed, compression, most);
  if (compression !== 0) budget.left -= unpacked?.length ?? most;
  if (!unpacked) return [];

  const reader = Reader.from(unpacked);
  return Array.from({ length: batch.count }, () => recordOf(batch, partition, reader));
}

function recordOf(batch: Batch, partition: number, reader: Reader): StoredRecord {
  const { timestampDelta, offsetDelta, key, value, headers } = readRecord(reader);
  const appended = (batch.attributes & LOG_APPEND_TIME) !== 0;
  return {
    partition,
    offset: batch.firstOffset + BigInt(offsetDelta),
    timestamp: epochMs(appended ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta),
    key,
    value,
    headers: headers.map(([name, content]) => ({ key: name?.toString("utf8") ?? "", value: content })),
  };
}

/** Follows the transactions of a partition as its batches go by, as Kafka's own consumer does (`CompletedFetch.java`). */
class AbortedTransactions {
  readonly #ahead: { producerId: bigint; firstOffset: bigint }[];
  readonly #open = new Set<bigint>();

  constructor(aborted: FetchedPartition["abortedTransactions"]) {
    this.#ahead = aborted.toSorted((one, other) => (one.firstOffset < other.firstOffset ? -1 : 1));
  }

  /** Whether the records of this batch are a consumer's to see: no markers, nothing of a transaction that came to nothing. */
  isSeen({ attributes, producerId, lastOffset }: Batch): boolean {
    for (let next = this.#ahead[0]; next && next.firstOffset <= lastOffset; next = this.#ahead[0]) {
      this.#open.add(next.producerId);
      this.#ahead.shift();
    }
    if (attributes & CONTROL) {
      this.#open.delete(producerId); // a transaction of this producer ends here, one way or the other
      return false;
    }
    return !(attributes & TRANSACTIONAL && this.#open.has(producerId));
  }
}
