import { createAPI, fetchV13, type Reader } from "@platformatic/kafka";

/** One partition of a Fetch response, its records still packed: whole batches, the last one perhaps cut short. */
export type FetchedPartition = {
  partitionIndex: number;
  errorCode: number;
  logStartOffset: bigint;
  /** Transactions within what was fetched that came to nothing. */
  abortedTransactions: { producerId: bigint; firstOffset: bigint }[];
  batches: Buffer;
};

export type FetchAnswer = { errorCode: number; responses: { topicId: string; partitions: FetchedPartition[] }[] };

/**
 * The Fetch message in version 13 (the first that names topics by id, KIP-516). The library's own reading of the answer unpacks every batch
 * without a limit; this one leaves them packed.
 */
export const fetchApi = createAPI<fetchV13.FetchRequest, FetchAnswer>(
  fetchV13.api.key,
  fetchV13.api.version,
  fetchV13.createRequest,
  (_correlationId, _apiKey, _apiVersion, reader) => readAnswer(reader),
);

/** Field for field as in Kafka's `FetchResponse.json`. */
function readAnswer(reader: Reader): FetchAnswer {
  reader.readInt32(); // throttle time
  const errorCode = reader.readInt16();
  reader.readInt32(); // session id
  const responses = reader.readArray((topic) => ({
    topicId: topic.readUUID(),
    partitions: topic.readArray(readPartition),
  }));
  return { errorCode, responses };
}

function readPartition(reader: Reader): FetchedPartition {
  const partitionIndex = reader.readInt32();
  const errorCode = reader.readInt16();
  reader.readInt64(); // high watermark
  reader.readInt64(); // last stable offset
  const logStartOffset = reader.readInt64();
  const abortedTransactions = reader.readNullableArray((aborted) => ({
    producerId: aborted.readInt64(),
    firstOffset: aborted.readInt64(),
  }));
  reader.readInt32(); // preferred read replica
  const batches = reader.readNullableBytes();
  return {
    partitionIndex,
    errorCode,
    logStartOffset,
    abortedTransactions: abortedTransactions ?? [],
    batches: batches ?? Buffer.alloc(0),
  };
}
