import { collisionKey, MAX_TOPIC_NAME_LENGTH } from "#lib/domain/topic-name";
import type { NewTopic } from "./cluster-admin.ts";
import { type Refusal, readTopicConfig } from "./topic-config-rules.ts";

const MAX_RECORDS_PER_OPERATION = 10_000;

type Judgement = { ok: true; config: Record<string, string> } | { ok: false; refusal: Refusal };

/**
 * Judges a batch of new topics as Kafka's controller does (`ReplicationControlManager.createTopics`): names, then existence, then
 * settings, then replicas, then partitions. Names collide only with topics that were there before the batch.
 * @param existing names on the cluster before the batch
 * @param brokers how many brokers the cluster has
 */
export function judgeCreations(
  topics: readonly NewTopic[],
  existing: ReadonlySet<string>,
  brokers: number,
): Map<string, Judgement> {
  const records = topics.reduce(
    (sum, { partitions, config }) => sum + 1 + Math.max(partitions, 0) + Object.keys(config).length,
    0,
  );
  const tooLarge = refusal(44, "Unable to perform excessively large batch operation.");
  const collisions = new Map([...existing].map((name) => [collisionKey(name), name]));
  const seen = new Set<string>();

  const judged = new Map<string, Judgement>();
  for (const topic of topics) {
    if (seen.has(topic.name)) judged.set(topic.name, refusal(42, "Duplicate topic name."));
    else if (records > MAX_RECORDS_PER_OPERATION) judged.set(topic.name, tooLarge);
    else judged.set(topic.name, judge(topic, existing, collisions, brokers));
    seen.add(topic.name);
  }
  return judged;
}

function judge(
  topic: NewTopic,
  existing: ReadonlySet<string>,
  collisions: Map<string, string>,
  brokers: number,
): Judgement {
  const { name, partitions, replicationFactor } = topic;
  if (existing.has(name)) return refusal(36, `Topic '${name}' already exists.`);
  const wrongName = nameProblem(name);
  if (wrongName) return refusal(17, `Topic name is invalid: ${wrongName}`);
  const other = /[._]/.test(name) ? collisions.get(collisionKey(name)) : undefined;
  if (other !== undefined) return refusal(17, `Topic '${name}' collides with existing topic: ${other}`);

  const config = readTopicConfig(topic.config);
  if (!config.ok) return config;
  if (replicationFactor < 1)
    return refusal(38, "Replication factor must be larger than 0, or -1 to use the default value.");
  if (partitions < 1) return refusal(37, "Number of partitions was set to an invalid non-positive value.");
  if (replicationFactor > brokers) {
    return refusal(
      38,
      `The target replication factor of ${replicationFactor} cannot be reached because only ${brokers} broker(s) are registered.`,
    );
  }
  return config;
}

/** What Kafka says of a name that it does not accept (`org.apache.kafka.common.internals.Topic.validate`); undefined when it does. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "the empty string is not allowed";
  if (name === "." || name === "..") return `'${name}' is not allowed`;
  if (name.length > MAX_TOPIC_NAME_LENGTH)
    return `the length of '${name}' is longer than the max allowed length ${MAX_TOPIC_NAME_LENGTH}`;
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return undefined;
}

function refusal(kafkaCode: number, text: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { kafkaCode, text } };
}
