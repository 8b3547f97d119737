import type { Answer } from "./cluster-admin.ts";

/** The most records that one read answers. */
export const MOST_RECORDS = 50;

/** Keys, values and values of headers are cut to this many bytes. */
export const MOST_FIELD_BYTES = 64 * 1_024;

/** Keys, values and headers of one answer together, in bytes. */
export const MOST_ANSWER_BYTES = 4 * 1_024 * 1_024;

/** One record of a topic, as its producer wrote it. `null` is Kafka's null: a record without a key, a tombstone, a header without a value. */
export type SampledRecord = {
  partition: number;
  offset: bigint;
  /** Epoch ms: when the producer says it wrote it, or when the broker did (`message.timestamp.type`). */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: { key: string; value: Buffer | null }[];
  /** Full length of the value in bytes, also when `value` is cut; 0 for null. */
  valueBytes: number;
  /** Set when a key, a value or a header was cut. */
  truncated?: true;
};

/** The worker's way to the records of one cluster. It belongs to no consumer group: nothing is left on the cluster. */
export interface MessageReader {
  /**
   * The newest records of a topic over all its partitions, newest first: by timestamp, within a partition by offset. Records of open and
   * aborted transactions are not seen (`read_committed`). Partitions without a leader are left out, and so are batches that unpack to more
   * than 8 MiB; large records may make the answer shorter than asked for. An empty topic answers none.
   * @param count at most {@link MOST_RECORDS}
   * @returns `unknown_topic` when there is none of this name; `not_authorized` when the topic may not be read
   * @throws {ClusterCallFailed} when the cluster gave no usable answer
   */
  readNewest(topic: string, count: number): Promise<Answer<SampledRecord[]>>;
  close(): Promise<void>;
}
