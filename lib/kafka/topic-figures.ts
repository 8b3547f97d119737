import { ListOffsetTimestamps, type metadataV12 } from "@platformatic/kafka";
import type { BrokerConnections } from "./broker-connections.ts";
import { unlessFailed } from "./call-failed.ts";
import type { ListedTopic, TopicFigures } from "./cluster-admin.ts";
import { epochMs } from "./epoch-ms.ts";
import { apis } from "./kafka-apis.ts";
import type { PartitionOffset } from "./partition-offsets.ts";
import { topicIdFromUuid } from "./topic-id.ts";
import type { TopicMetadataAnswer } from "./topic-metadata.ts";

/** What one broker said, per partition (`topic/3`): bytes on its disks; where it leads the time of the newest record, the first offset and the end. */
export type BrokerFigures = {
  sizes: Map<string, bigint>;
  newest: Map<string, bigint>;
  starts: Map<string, bigint>;
  ends: Map<string, bigint>;
};

type Broker = metadataV12.MetadataResponseBroker;
type NamedTopic = TopicMetadataAnswer & { name: string };

/**
 * Figures of the named topics: one metadata read, then four questions to each broker, all brokers at once. A broker that
 * fails costs only its own answers.
 */
export async function topicFigures(
  brokers: BrokerConnections,
  topics: readonly ListedTopic[],
): Promise<Map<string, TopicFigures>> {
  if (topics.length === 0) return new Map();
  const ids = new Map(topics.map(({ name, topicId }) => [name, topicId]));
  const metadata = await brokers.ask(apis.Metadata, [...ids.keys()], false, false);
  const placed = metadata.topics.filter((topic) => isSame(topic, ids));

  const said = await Promise.all(
    metadata.brokers.map(async (broker) => [broker.nodeId, await figuresOf(brokers, broker, placed)] as const),
  );
  const byBroker = new Map(said);
  return new Map(
    placed.flatMap((topic) => {
      const figures = sumFigures(topic, byBroker);
      return figures ? [[topic.name, figures]] : [];
    }),
  );
}

/** A topic of the same name with another id is another topic. */
function isSame(topic: TopicMetadataAnswer, ids: Map<string, string>): topic is NamedTopic {
  return (
    typeof topic.name === "string" &&
    topic.partitions.length > 0 &&
    ids.get(topic.name) === topicIdFromUuid(topic.topicId)
  );
}

async function figuresOf(brokers: BrokerConnections, broker: Broker, topics: NamedTopic[]): Promise<BrokerFigures> {
  const held = partitionsWhere(topics, ({ replicaNodes }) => replicaNodes.includes(broker.nodeId));
  const led = partitionsWhere(topics, ({ leaderId }) => leaderId === broker.nodeId);

  const { MAX, EARLIEST, LATEST } = ListOffsetTimestamps;
  const [sizes, newest, starts, ends] = await Promise.all([
    unlessFailed(readSizes(brokers, broker, held)),
    unlessFailed(readOffsets(brokers, broker, led, MAX, ({ timestamp }) => timestamp)),
    unlessFailed(readOffsets(brokers, broker, led, EARLIEST, ({ offset }) => offset)),
    unlessFailed(readOffsets(brokers, broker, led, LATEST, ({ offset }) => offset)),
  ]);
  const nothing = new Map<string, bigint>();
  return { sizes: sizes ?? nothing, newest: newest ?? nothing, starts: starts ?? nothing, ends: ends ?? nothing };
}

type Partitions = { name: string; partitions: number[] }[];

function partitionsWhere(
  topics: NamedTopic[],
  wanted: (partition: metadataV12.MetadataResponsePartition) => boolean,
): Partitions {
  return topics
    .map(({ name, partitions }) => ({
      name,
      partitions: partitions.filter(wanted).map(({ partitionIndex }) => partitionIndex),
    }))
    .filter(({ partitions }) => partitions.length > 0);
}

async function readSizes(brokers: BrokerConnections, broker: Broker, held: Partitions): Promise<Map<string, bigint>> {
  if (held.length === 0) return new Map();
  const { results } = await brokers.askBroker(broker, apis.DescribeLogDirs, held);

  const sizes = new Map<string, bigint>();
  for (const { topics } of results) {
    for (const { name, partitions } of topics) {
      for (const { partitionIndex, partitionSize } of partitions) {
        const key = partitionKey(name, partitionIndex);
        sizes.set(key, (sizes.get(key) ?? 0n) + partitionSize); // a replica that moves between disks is on both
      }
    }
  }
  return sizes;
}

async function readOffsets(
  brokers: BrokerConnections,
  broker: Broker,
  led: Partitions,
  timestamp: bigint,
  read: (partition: PartitionOffset) => bigint,
): Promise<Map<string, bigint>> {
  if (led.length === 0) return new Map();
  const asked = led.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp })),
  }));
  const { topics } = await brokers.askBroker(broker, apis.ListOffsets, -1, 0, asked);

  const answered = topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ errorCode }) => errorCode === 0)
      .map((partition) => [partitionKey(name, partition.partitionIndex), read(partition)] as const),
  );
  return new Map(answered);
}

/**
 * Adds up one topic. Undefined unless the leader of every partition told all figures: less would be a wrong figure, not a small one.
 * Replicas on brokers that did not answer count as nothing.
 */
export function sumFigures(
  {
    name,
    partitions,
  }: {
    name: string;
    partitions: Pick<TopicMetadataAnswer["partitions"][number], "partitionIndex" | "leaderId" | "replicaNodes">[];
  },
  byBroker: ReadonlyMap<number, BrokerFigures>,
): TopicFigures | undefined {
  let sizeBytes = 0n;
  let newest = -1n;
  let startOffset = 0n;
  let endOffset = 0n;
  for (const { partitionIndex, leaderId, replicaNodes } of partitions) {
    const key = partitionKey(name, partitionIndex);
    const leader = byBroker.get(leaderId);
    const writtenAt = leader?.newest.get(key);
    const start = leader?.starts.get(key);
    const end = leader?.ends.get(key);
    if (writtenAt === undefined || start === undefined || end === undefined || !leader?.sizes.has(key))
      return undefined;

    startOffset += start;
    endOffset += end;
    if (writtenAt > newest) newest = writtenAt;
    for (const replica of replicaNodes) sizeBytes += byBroker.get(replica)?.sizes.get(key) ?? 0n;
  }
  return { sizeBytes, lastWrittenAt: newest < 0n ? null : epochMs(newest), startOffset, endOffset };
}

/** Topic names hold no slash. */
function partitionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
