import { ListOffsetTimestamps, type metadataV12 } from "@platformatic/kafka";
import { inReads } from "./answers.ts";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
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
    return new Map(
      [...ends].map(([topic, answered]) => [
        topic,
        new Map([...answered].map(([partition, { offset }]) => [partition, offset])),
      ]),
    );
  });
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
