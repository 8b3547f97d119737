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

/** What producers wrote to the topics of an in-memory cluster, by topic id: a topic that is made anew begins empty. */
export class InMemoryLogs {
  readonly #records = new Map<string, StoredRecord[]>();

  clear(): void {
    this.#records.clear();
  }

  /** @returns the records as they were stored */
  append(topicId: string, produced: readonly ProducedRecord[]): StoredRecord[] {
    const log = this.#records.get(topicId) ?? [];
    this.#records.set(topicId, log);
    return produced.map(({ partition = 0, timestamp = Date.now(), key = null, value, headers = {} }) => {
      const stored = {
        partition,
        offset: endOf(log, partition),
        timestamp,
        key: bytes(key),
        value: bytes(value),
        headers: Object.entries(headers).map(([name, content]) => ({ key: name, value: bytes(content) })),
      };
      log.push(stored);
      return stored;
    });
  }

  all(topicId: string): readonly StoredRecord[] {
    return this.#records.get(topicId) ?? [];
  }

  ends(topicId: string, partitions: number): Map<number, bigint> {
    const log = this.all(topicId);
    return new Map(Array.from({ length: partitions }, (_, partition) => [partition, endOf(log, partition)]));
  }
}

function endOf(log: readonly StoredRecord[], partition: number): bigint {
  return BigInt(log.filter((record) => record.partition === partition).length);
}

function bytes(content: Buffer | string | null): Buffer | null {
  return content === null ? null : Buffer.from(content);
}
