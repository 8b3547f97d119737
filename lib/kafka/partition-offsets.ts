import { ListOffsetTimestamps, type metadataV12 } from "@platformatic/kafka";
import { inReads } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
import type { OffsetAt, OffsetPoint } from "./cluster-admin.ts";
import { epochMs } from "./epoch-ms.ts";
import { apis } from "./kafka-apis.ts";
import type { TopicMetadataAnswer } from "./topic-metadata.ts";

/** A topic's partitions, with the brokers that its metadata came with. */
export type PlacedTopics = {
  brokers: readonly metadataV12.MetadataResponseBroker[];
  topics: readonly Pick<TopicMetadataAnswer, "name" | "partitions">[];
};

/** What is asked about each partition: where it ends, where it begins, or the time of its newest record. */
export type AskedOffset = { timestamp: bigint; readCommitted: boolean };

export type PartitionOffset = { offset: bigint; timestamp: bigint };

/** Offset behind the newest record, open transactions included, by topic and partition; 250 topics per read. */
export function endOffsets(
  brokers: BrokerConnections,
  names: readonly string[],
): Promise<Map<string, Map<number, bigint>>> {
  return inReads([...new Set(names)], async (some) => {
    const metadata = await brokers.ask(apis.Metadata, [...some], false, false);
    const ends = await partitionOffsets(brokers, metadata, {
      timestamp: ListOffsetTimestamps.LATEST,
      readCommitted: false,
    });
    return mapOffsets(ends, ({ offset }) => offset);
  });
}

/** Offset of each partition at a point of its log, by topic and partition; 250 topics per read. */
export function offsetsAt(
  brokers: BrokerConnections,
  names: readonly string[],
  at: OffsetPoint,
): Promise<Map<string, Map<number, OffsetAt>>> {
  return inReads([...new Set(names)], async (some) => {
    const placed = await brokers.ask(apis.Metadata, [...some], false, false);
    if (typeof at === "number") return offsetsAtTime(brokers, placed, at);

    const timestamp = at === "start" ? ListOffsetTimestamps.EARLIEST : ListOffsetTimestamps.LATEST;
    const offsets = await partitionOffsets(brokers, placed, { timestamp, readCommitted: false });
    return mapOffsets(offsets, ({ offset }) => ({ offset, timestamp: null }));
  });
}

/**
 * Where there is no record at or after the time, a broker answers −1, and the end counts. Ends are asked for first: a record that is
 * written meanwhile is found by its time or is behind that end, and never passed over.
 */
async function offsetsAtTime(
  brokers: BrokerConnections,
  placed: PlacedTopics,
  at: number,
): Promise<Map<string, Map<number, OffsetAt>>> {
  const ends = await partitionOffsets(brokers, placed, {
    timestamp: ListOffsetTimestamps.LATEST,
    readCommitted: false,
  });
  // Negative numbers would be other questions: −1 asks for the end.
  const timestamp = BigInt(Math.max(0, Math.ceil(at)));
  const found = await partitionOffsets(brokers, placed, { timestamp, readCommitted: false });

  return mapOffsets(ends, (end, topic, partition) => {
    const record = found.get(topic)?.get(partition);
    if (!record) return undefined;
    if (record.offset < 0n) return { offset: end.offset, timestamp: null };
    return { offset: record.offset, timestamp: epochMs(record.timestamp) };
  });
}

function mapOffsets<T>(
  offsets: Map<string, Map<number, PartitionOffset>>,
  read: (offset: PartitionOffset, topic: string, partition: number) => T | undefined,
): Map<string, Map<number, T>> {
  const mapped = [...offsets].map(([topic, partitions]) => {
    const values = [...partitions].flatMap(([partition, offset]) => {
      const value = read(offset, topic, partition);
      return value === undefined ? [] : [[partition, value] as const];
    });
    return [topic, new Map(values)] as const;
  });
  return new Map(mapped.filter(([, partitions]) => partitions.size > 0));
}

/**
 * One question to each leader, all at once. Partitions without a leader that answers are absent, and so are topics without any; a broker
 * that fails costs only its own partitions.
 */
export async function partitionOffsets(
  brokers: BrokerConnections,
  placed: PlacedTopics,
  asked: AskedOffset,
): Promise<Map<string, Map<number, PartitionOffset>>> {
  const answers = await Promise.all(
    placed.brokers.map((broker) => unlessFailed(offsetsOf(brokers, broker, placed.topics, asked))),
  );

  const offsets = new Map<string, Map<number, PartitionOffset>>();
  for (const { name, partitionIndex, offset, timestamp } of answers.flatMap((answer) => answer ?? [])) {
    const partitions = offsets.get(name) ?? new Map<number, PartitionOffset>();
    offsets.set(name, partitions.set(partitionIndex, { offset, timestamp }));
  }
  return offsets;
}

const READ_COMMITTED = 1;

async function offsetsOf(
  brokers: BrokerConnections,
  broker: metadataV12.MetadataResponseBroker,
  topics: PlacedTopics["topics"],
  { timestamp, readCommitted }: AskedOffset,
) {
  const led = topics.flatMap(({ name, partitions }) => {
    const own = partitions.filter(({ leaderId }) => leaderId === broker.nodeId);
    if (typeof name !== "string" || own.length === 0) return [];
    return [
      { name, partitions: own.map(({ partitionIndex }) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp })) },
    ];
  });
  if (led.length === 0) return [];

  const answer = await brokers.askBroker(broker, apis.ListOffsets, -1, readCommitted ? READ_COMMITTED : 0, led);
  return answer.topics.flatMap(({ name, partitions }) =>
    partitions.filter(({ errorCode }) => errorCode === 0).map((partition) => ({ name, ...partition })),
  );
}
