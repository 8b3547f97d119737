import type { Database } from "#lib/db/database";
import type { DriftedField } from "#lib/domain/drift";
import type { TopicSpec } from "#lib/domain/topic-spec";
import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import { denialOf } from "./test-topic-actions.ts";
import type { WriteWatch } from "./test-write-watch.ts";

type End = TopicSpec & {
  name: string;
  blocked: boolean;
  deleting: boolean;
  adopted: boolean;
  state: string;
  reason: string | null;
  kafkaTopicId: string | null;
  lastApplied: { spec: TopicSpec } | null;
  drift: DriftedField[];
  creation: string | null;
  created: number;
};

/** Where the statuses of topics do not say what is true when everything has settled, in words. */
export async function topicLies(db: Database, slug: string, cluster: InMemoryCluster): Promise<string[]> {
  const topics = await db.$queryRaw<End[]>`
    SELECT t.name, t.partitions, t.replication_factor AS "replicationFactor", t.config, t.blocked_at IS NOT NULL AS blocked,
      t.deleting_at IS NOT NULL AS deleting, t.adopted_by IS NOT NULL AS adopted, s.state, s.reason, s.kafka_topic_id AS "kafkaTopicId",
      s.last_applied AS "lastApplied", s.drift, r.state AS creation, (SELECT count(*)::int FROM audit_events e WHERE e.object_id = t.id::text
        AND e.action IN ('topic.created-on-cluster', 'topic.adopted')) AS created
    FROM topics t JOIN topic_status s ON s.topic_id = t.id LEFT JOIN requests r ON r.topic_id = t.id AND r.kind = 'topic.create'
    WHERE t.cluster_slug = ${slug} ORDER BY t.name`;
  return topics.flatMap((topic) =>
    lieOf(topic, cluster).map((lie) => `${topic.name} is ${topic.state} (${topic.reason}): ${lie}`),
  );
}

function lieOf(topic: End, cluster: InMemoryCluster): string[] {
  const { state, reason, kafkaTopicId, creation, created, adopted } = topic;
  // Once blocked it waits for a person, also when the cause went away by itself.
  if (state === "blocked") return reason === null ? ["nobody says why"] : [];
  if (state === "deleting" || topic.deleting) return ["it is not gone"];
  if (kafkaTopicId === null) return ["it was never seen"];
  const live = cluster.snapshot().get(topic.name);
  const firstSights = adopted && topic.lastApplied === null ? 0 : 1;
  return [
    ...(!adopted && creation !== "applied" ? [`its creation is ${creation}`] : []),
    ...(created !== firstSights ? [`it was seen for the first time ${created} times`] : []),
    ...(!live ? (state === "missing" ? [] : ["it is missing"]) : []),
    ...(live && live.topicId !== kafkaTopicId ? ["it is somebody else's"] : []),
    ...(live && live.topicId === kafkaTopicId ? wrongDrift(topic, live, cluster) : []),
  ];
}

function wrongDrift(topic: End, live: TopicSpec, cluster: InMemoryCluster): string[] {
  const fields = differing(topic, live, cluster);
  const told = topic.drift.map(({ field }) => field).sort();
  const right = topic.state === (fields.length > 0 ? "drifted" : "ready") && fields.join() === told.join();
  return right ? [] : [`differing are [${fields}], told is [${told}]`];
}

function differing(topic: End, live: TopicSpec, cluster: InMemoryCluster): string[] {
  const keys = new Set([...Object.keys(topic.config), ...Object.keys(topic.lastApplied?.spec.config ?? {})]);
  const denied = cluster
    .aclSnapshot()
    .filter(({ resourceName, permissionType }) => resourceName === topic.name && permissionType === "DENY");
  return [
    ...(live.partitions === topic.partitions ? [] : ["partitions"]),
    ...(live.replicationFactor === topic.replicationFactor ? [] : ["replicationFactor"]),
    ...[...keys].filter((key) => live.config[key] !== topic.config[key]),
    ...(topic.blocked && denied.length < 2 ? ["blocked"] : []),
  ].sort();
}

/** Approved requests that nobody works on and of which nothing says why. */
export async function requestLies(db: Database, slug: string): Promise<string[]> {
  const open = await db.$queryRaw<{ id: bigint; kind: string; name: string; state: string | null }[]>`
    SELECT r.id, r.kind, r.object_name AS name, s.state FROM requests r LEFT JOIN topic_status s ON s.topic_id = r.topic_id
    WHERE r.cluster_slug = ${slug} AND r.state = 'approved' AND coalesce(s.state NOT IN ('blocked', 'missing') OR s.reason IS NULL, true) ORDER BY r.id`;
  return open.map(
    ({ id, kind, name, state }) => `request ${id}, ${kind} of ${name}, is open while the topic is ${state}`,
  );
}

/** DENY bindings on the cluster that are nobody's: neither somebody else's nor of a topic that knows of them. */
export async function leftDenials(
  db: Database,
  slug: string,
  cluster: InMemoryCluster,
  watch: WriteWatch,
): Promise<string[]> {
  const known = await db.$queryRaw<{ name: string; denied: string[] }[]>`
    SELECT t.name, s.denied FROM topics t JOIN topic_status s ON s.topic_id = t.id WHERE t.cluster_slug = ${slug}`;
  const ours = known.flatMap(({ name, denied }) => denied.map((operation) => `${name} ${operation}`));
  return cluster
    .aclSnapshot()
    .filter(({ resourceName, operation }) => !ours.includes(`${resourceName} ${operation}`))
    .filter(
      ({ resourceName, operation }) => !watch.isTheirs(denialOf(resourceName, operation === "READ" ? "READ" : "WRITE")),
    )
    .map(({ resourceName, operation }) => `${resourceName} ${operation}`);
}
