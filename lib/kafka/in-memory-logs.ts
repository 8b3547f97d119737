import type { OffsetAt, OffsetPoint } from "./cluster-admin.ts";
import type { StoredRecord } from "./sampled-records.ts";

/** A record as a test's producer writes it: to partition 0 at this moment unless told otherwise. */
export type ProducedRecord = {
  partition?: number;
  /** Epoch ms. */
  timestamp?: number;
  key?: Buffer | string | null;
  value: Buffer | string | null;
  headers?: Record<string, Buffer | string>;
};

/** Records of all partitions in the order in which they were written; offsets where a partition begins and ends, 0 when absent. */
type Log = { records: StoredRecord[]; starts: Map<number, bigint>; ends: Map<number, bigint> };

/** What producers wrote to the topics of an in-memory cluster, by topic id: a topic that is made anew begins empty. */
export class InMemoryLogs {
  readonly #logs = new Map<string, Log>();

  clear(): void {
    this.#logs.clear();
  }

  /** @returns the records as they were stored */
  append(topicId: string, produced: readonly ProducedRecord[]): StoredRecord[] {
    const log = this.#existingOrNew(topicId);
    return produced.map(({ partition = 0, timestamp = Date.now(), key = null, value, headers = {} }) => {
      const offset = log.ends.get(partition) ?? 0n;
      const stored = {
        partition,
        offset,
        timestamp,
        key: bytes(key),
        value: bytes(value),
        headers: Object.entries(headers).map(([name, content]) => ({ key: name, value: bytes(content) })),
      };
      log.ends.set(partition, offset + 1n);
      log.records.push(stored);
      return stored;
    });
  }

  /** Deletes the records of a partition before this offset, as retention does. */
  truncate(topicId: string, partition: number, before: bigint): void {
    const log = this.#existingOrNew(topicId);
    log.records = log.records.filter((record) => record.partition !== partition || record.offset >= before);
    log.starts.set(partition, before);
  }

  all(topicId: string): readonly StoredRecord[] {
    return this.#logs.get(topicId)?.records ?? [];
  }

  /** The offset of each partition at a point of its log. */
  offsets(topicId: string, partitions: number, at: OffsetPoint): Map<number, OffsetAt> {
    const log = this.#logs.get(topicId);
    const indexes = Array.from({ length: partitions }, (_, partition) => partition);
    return new Map(indexes.map((partition) => [partition, offsetAt(log, partition, at)]));
  }

  #existingOrNew(topicId: string): Log {
    const log = this.#logs.get(topicId) ?? { records: [], starts: new Map(), ends: new Map() };
    this.#logs.set(topicId, log);
    return log;
  }
}

function offsetAt(log: Log | undefined, partition: number, at: OffsetPoint): OffsetAt {
  if (at === "start") return { offset: log?.starts.get(partition) ?? 0n, timestamp: null };
  const found =
    at === "end" ? undefined : log?.records.find((record) => record.partition === partition && record.timestamp >= at);
  return found
    ? { offset: found.offset, timestamp: found.timestamp }
    : { offset: log?.ends.get(partition) ?? 0n, timestamp: null };
}

function bytes(content: Buffer | string | null): Buffer | null {
  return content === null ? null : Buffer.from(content);
}
