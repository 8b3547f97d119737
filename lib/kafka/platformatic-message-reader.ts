import { ListOffsetTimestamps, type metadataV12 } from "@platformatic/kafka";
import { refused } from "./answers.ts";
import { BrokerConnections } from "./broker-connections.ts";
import { type Answer, ClusterCallFailed, type ClusterError } from "./cluster-admin.ts";
import type { ClusterConnection } from "./cluster-connection.ts";
import { clusterError } from "./cluster-error.ts";
import { apis } from "./kafka-apis.ts";
import { type MessageReader, MOST_RECORDS, type SampledRecord } from "./message-reader.ts";
import { type PartitionOffset, type PlacedTopics, partitionOffsets } from "./partition-offsets.ts";
import { type ReadBudget, readFetched } from "./record-batches.ts";
import { newestFirst, type StoredRecord, sampledRecords } from "./sampled-records.ts";
import { topicErrorCode } from "./topic-metadata.ts";

/** What one call may fetch and unpack, in bytes. */
const MOST_READ_BYTES = 32 * 1_024 * 1_024;
/** What one request may answer; a broker sends at least one batch, however large. */
const MOST_FETCHED_BYTES = 1_024 * 1_024;
/** By how much more is looked back where records were compacted away or belong to aborted transactions. */
const WIDENING = 8n;
const READ_COMMITTED = 1;
const LEADER_NOT_AVAILABLE = 5;

/** One partition, read backwards from its end. */
type PartitionRead = {
  topicId: string;
  partition: number;
  leader: metadataV12.MetadataResponseBroker;
  start: bigint;
  /** Everything from here on was read. */
  from: bigint;
  /** How many offsets to go back next. */
  width: bigint;
  records: StoredRecord[];
  error?: ClusterError;
};

/**
 * A {@link MessageReader} over the wire, on connections of its own: an answer of a megabyte keeps nobody else waiting, and a broker that
 * hangs ends nobody else's calls.
 */
export function createPlatformaticMessageReader(connection: ClusterConnection): MessageReader {
  const brokers = new BrokerConnections(connection);
  return {
    readNewest: (topic, count) => readNewest(brokers, topic, Math.min(count, MOST_RECORDS)),
    close: () => brokers.close(),
  };
}

async function readNewest(brokers: BrokerConnections, name: string, count: number): Promise<Answer<SampledRecord[]>> {
  const metadata = await brokers.ask(apis.Metadata, [name], false, false);
  const [topic] = metadata.topics;
  const errorCode = topic ? topicErrorCode(topic) : -1;
  if (!topic || errorCode !== 0) return refused(clusterError(errorCode, null));

  const placed = { name, topicId: topic.topicId, brokers: metadata.brokers, topics: [topic] };
  const reads = await openReads(brokers, placed, count);
  if (reads.length === 0 && topic.partitions.every(({ leaderId }) => leaderId < 0))
    return refused(clusterError(LEADER_NOT_AVAILABLE, null));

  const budget: ReadBudget = { left: MOST_READ_BYTES };
  for (let open = unfinished(reads, count); open.length > 0 && budget.left > 0; open = unfinished(reads, count)) {
    const mostBytes = Math.min(MOST_FETCHED_BYTES, Math.ceil(budget.left / open.length));
    await Promise.all(open.map((read) => readBack(brokers, read, budget, { count, mostBytes })));
  }

  const records = reads.flatMap((read) => read.records);
  const failed = reads.find(({ error }) => error !== undefined)?.error;
  return failed && records.length === 0 ? refused(failed) : { ok: true, value: sampledRecords(records, count) };
}

/** The partitions that hold records; where there are more than records are wanted, those that were written last. */
async function openReads(
  brokers: BrokerConnections,
  { name, topicId, ...placed }: PlacedTopics & { name: string; topicId: string },
  count: number,
): Promise<PartitionRead[]> {
  const ask = async (timestamp: bigint) =>
    (await partitionOffsets(brokers, placed, { timestamp, readCommitted: true })).get(name) ?? new Map();
  const [starts, ends]: ReadonlyMap<number, PartitionOffset>[] = await Promise.all([
    ask(ListOffsetTimestamps.EARLIEST),
    ask(ListOffsetTimestamps.LATEST),
  ]);

  const leaders = new Map(placed.brokers.map((broker) => [broker.nodeId, broker]));
  const reads = (placed.topics[0]?.partitions ?? []).flatMap(({ partitionIndex: partition, leaderId }) => {
    const [leader, start, end] = [leaders.get(leaderId), starts?.get(partition), ends?.get(partition)];
    if (!leader || !start || !end || start.offset >= end.offset) return [];
    return [{ topicId, partition, leader, start: start.offset, from: end.offset, width: 1n, records: [] }];
  });
  if (reads.length <= count) return reads;

  const newest = await ask(ListOffsetTimestamps.MAX);
  const writtenAt = ({ partition }: PartitionRead) => newest.get(partition)?.timestamp ?? -1n;
  return reads.toSorted((one, other) => (writtenAt(one) < writtenAt(other) ? 1 : -1)).slice(0, count);
}

/** Partitions whose next older record may belong among the newest. */
function unfinished(reads: readonly PartitionRead[], count: number): PartitionRead[] {
  const newest = newestFirst(reads.flatMap(({ records }) => records));
  const oldestWanted = newest[count - 1]?.at;
  const oldestRead = new Map(newest.map(({ record, at }) => [record.partition, at]));

  return reads.filter(({ partition, start, from, records, error }) => {
    if (error || from <= start || records.length >= count) return false;
    const at = oldestRead.get(partition);
    return oldestWanted === undefined || at === undefined || at >= oldestWanted;
  });
}

/**
 * Reads the next older stretch of one partition: forward from its beginning, request by request. A stretch that the budget does not
 * reach the end of is dropped whole, because what is missing of it is newer than what was found.
 */
async function readBack(
  brokers: BrokerConnections,
  read: PartitionRead,
  budget: ReadBudget,
  { count, mostBytes }: { count: number; mostBytes: number },
): Promise<void> {
  const { start, from, width } = read;
  let beginning = from - width;
  if (beginning < start) beginning = start;
  const found: StoredRecord[] = [];
  let reached = beginning;
  let lowest = beginning;
  while (reached < from) {
    if (reached > beginning && budget.left <= 0) return;
    const page = await fetchPage(brokers, read, { offset: reached, mostBytes, budget });
    if (!page) return;
    found.push(...page.records);
    if (page.firstOffset !== null && page.firstOffset < lowest) lowest = page.firstOffset;
    reached = page.nextOffset ?? from;
  }

  read.records.push(...found);
  read.from = lowest;
  read.width = nextWidth(read, found, { count, mostBytes });
}

/** As many offsets as records are missing, if they fit into one answer; more where offsets turned out to hold no records. */
function nextWidth(
  { width, records }: PartitionRead,
  found: readonly StoredRecord[],
  { count, mostBytes }: { count: number; mostBytes: number },
): bigint {
  const wanted = BigInt(count);
  if (found.length === 0) return width * WIDENING > wanted ? width * WIDENING : wanted;

  const bytes = found.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);
  const fitting = BigInt(Math.max(1, Math.floor((mostBytes * found.length) / (bytes + 1))));
  const missing = wanted - BigInt(records.length);
  const sparse = BigInt(found.length) * WIDENING < width ? width * WIDENING : missing;
  return fitting < sparse ? fitting : sparse;
}

/** One Fetch request. Undefined when the partition could not be read, which is noted on it. */
async function fetchPage(
  brokers: BrokerConnections,
  read: PartitionRead,
  { offset, mostBytes, budget }: { offset: bigint; mostBytes: number; budget: ReadBudget },
) {
  try {
    const asked = { partition: read.partition, currentLeaderEpoch: -1, fetchOffset: offset, lastFetchedEpoch: -1 };
    const topics = [{ topicId: read.topicId, partitions: [{ ...asked, partitionMaxBytes: mostBytes }] }];
    const answer = await brokers.askBroker(
      read.leader,
      apis.Fetch,
      0,
      0,
      mostBytes,
      READ_COMMITTED,
      0,
      -1,
      topics,
      [],
      "",
    );
    const fetched = answer.responses[0]?.partitions[0];
    const errorCode = answer.errorCode || (fetched?.errorCode ?? -1);
    if (fetched && errorCode === 0) return readFetched(fetched, read.from, budget);
    read.error = clusterError(errorCode, null);
  } catch (error) {
    if (!(error instanceof ClusterCallFailed)) throw error;
    read.error = error.error;
  }
}
