import { MOST_ANSWER_BYTES, MOST_FIELD_BYTES, MOST_RECORDS, type SampledRecord } from "./message-reader.ts";

/** A record as it stands in its topic, whole. */
export type StoredRecord = Omit<SampledRecord, "valueBytes" | "truncated">;

/**
 * Records newest first, each with its place in time: its timestamp, or an earlier one of a later record of its partition, because
 * producers may write any time into a record but the order within a partition is certain.
 */
export function newestFirst(records: readonly StoredRecord[]): { record: StoredRecord; at: number }[] {
  const placed = [...Map.groupBy(records, ({ partition }) => partition).values()].flatMap((own) => {
    let at = Number.POSITIVE_INFINITY;
    return own.toSorted(byOffset).map((record) => {
      at = Math.min(at, record.timestamp);
      return { record, at };
    });
  });
  return placed.sort((one, other) => other.at - one.at);
}

/**
 * The newest of these records, newest first, as many as were asked for and as fit into one answer. Fields are copies, so that the buffers
 * that they were read from can go.
 */
export function sampledRecords(records: readonly StoredRecord[], count: number): SampledRecord[] {
  const newest = newestFirst(records).slice(0, Math.min(count, MOST_RECORDS));
  const sampled = newest.map(({ record }) => sampledRecord(record));

  let bytes = 0;
  return sampled.filter((record) => {
    bytes += sizeOf(record);
    return bytes <= MOST_ANSWER_BYTES;
  });
}

function sampledRecord({ partition, offset, timestamp, key, value, headers }: StoredRecord): SampledRecord {
  const fields = [key, value, ...headers.map((header) => header.value)];
  const truncated = fields.some((field) => field !== null && field.length > MOST_FIELD_BYTES);
  return {
    partition,
    offset,
    timestamp,
    key: cut(key),
    value: cut(value),
    headers: headers.map((header) => ({ key: header.key, value: cut(header.value) })),
    valueBytes: value?.length ?? 0,
    ...(truncated && { truncated }),
  };
}

function cut(field: Buffer | null): Buffer | null {
  return field && Buffer.from(field.subarray(0, MOST_FIELD_BYTES));
}

function sizeOf({ key, value, headers }: SampledRecord): number {
  const ofHeaders = headers.reduce((sum, header) => sum + header.key.length + (header.value?.length ?? 0), 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders;
}

function byOffset(one: StoredRecord, other: StoredRecord): number {
  return one.offset < other.offset ? 1 : -1;
}
