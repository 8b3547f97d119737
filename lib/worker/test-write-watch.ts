import type { Database } from "#lib/db/database";
import { type AclBinding, bindingKey } from "#lib/domain/acl-binding";
import type { ClusterCall } from "#lib/kafka/cluster-faults";
import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";

const CHANGES = new Set<ClusterCall["method"]>(["alterTopicConfigs", "growTopics", "reassignPartitions"]);
const DEFAULT_RETENTION = "604800000";

type Live = ReturnType<InMemoryCluster["snapshot"]> extends Map<string, infer Topic> ? Topic : never;
type Word = {
  kafkaTopicId: string | null;
  state: string;
  drifted: string[];
  requests: { changes: { field: string; from: unknown; to: unknown }[] }[];
};

/**
 * Watches every write that reaches a cluster in memory, and says which of them nobody had approved: by what changed there, and by what the database
 * says that people decided, without a look at how the worker decides.
 */
export class WriteWatch {
  readonly violations: string[];
  /** `topic field` of what was taken back: it may be written once more. */
  readonly takenBack = new Set<string>();
  readonly #db: Database;
  readonly #cluster: InMemoryCluster;
  readonly #slug: string;
  /** DENY bindings that somebody else made, by their keys. */
  readonly #theirs = new Set<string>();
  #before: ReturnType<InMemoryCluster["snapshot"]> = new Map();

  constructor(db: Database, cluster: InMemoryCluster, slug: string, violations: string[]) {
    this.#db = db;
    this.#cluster = cluster;
    this.#slug = slug;
    this.violations = violations;
  }

  async before({ method, names }: ClusterCall): Promise<void> {
    if (CHANGES.has(method)) this.#before = this.#cluster.snapshot();
    if (method === "deleteTopics") await this.#mayDelete(names);
  }

  async after({ method, names }: ClusterCall): Promise<void> {
    if (CHANGES.has(method)) for (const name of names) await this.#mayHaveChanged(name);
    this.#denialsOfOthersStay();
  }

  /** Somebody else denies something to everybody; what we may have made ourselves is not theirs. */
  async denyOutside(binding: AclBinding): Promise<void> {
    const there = this.#cluster.aclSnapshot().some((one) => bindingKey(one) === bindingKey(binding));
    const [attempted] = await this.#db.$queryRaw<unknown[]>`
      SELECT FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.#slug} AND t.name = ${binding.resourceName} AND ${binding.operation} = ANY (s.denied)`;
    this.#cluster.createAclsOutside([binding]);
    if (!there && !attempted) this.#theirs.add(bindingKey(binding));
  }

  allowOutside(binding: AclBinding): void {
    this.#theirs.delete(bindingKey(binding));
    this.#cluster.deleteAclsOutside([binding]);
  }

  isTheirs(binding: AclBinding): boolean {
    return this.#theirs.has(bindingKey(binding));
  }

  #denialsOfOthersStay(): void {
    const there = new Set(this.#cluster.aclSnapshot().map(bindingKey));
    for (const key of this.#theirs) if (!there.has(key)) this.violations.push(`${key} of somebody else was deleted`);
  }

  async #mayDelete(topicIds: readonly string[]): Promise<void> {
    const wanted = await this.#db.$queryRaw<{ id: string }[]>`
      SELECT coalesce(s.kafka_topic_id, t.adopted_topic_id) AS id FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.#slug} AND t.deleting_at IS NOT NULL`;
    const unnamed = await this.#db.$queryRaw<unknown[]>`
      SELECT FROM topics t JOIN topic_status s ON s.topic_id = t.id
      WHERE t.cluster_slug = ${this.#slug} AND t.deleting_at IS NOT NULL AND s.kafka_topic_id IS NULL AND s.create_attempted_at IS NOT NULL`;
    const strange = topicIds.filter((id) => !wanted.some((one) => one.id === id));
    if (strange.length > unnamed.length) this.violations.push(`${strange.join(", ")} must not be deleted`);
  }

  async #mayHaveChanged(name: string): Promise<void> {
    const [was, is] = [this.#before.get(name), this.#cluster.snapshot().get(name)];
    if (!was || !is) return;
    const word = await this.#wordOn(name);
    for (const [field, from, to] of changedFields(was, is)) {
      const said = this.#problemOf(name, { field, from, to }, word, is);
      if (said) this.violations.push(`${name}: ${field} was written from ${from} to ${to}: ${said}`);
    }
  }

  #problemOf(name: string, { field, from, to }: Changed, word: Word | undefined, is: Live): string | null {
    if (word?.kafkaTopicId !== is.topicId) return "the topic is not ours";
    const named = word.requests.flatMap(({ changes }) => changes.filter((change) => change.field === field));
    if (isDestructive(field, from, to)) {
      const exact = named.some((change) => text(change.from) === from && text(change.to) === to);
      const movedBack = field === "replicationFactor" && this.takenBack.has(`${name} ${field}`);
      return exact || movedBack ? null : "nobody approved that";
    }
    if (named.length > 0 || this.takenBack.has(`${name} ${field}`)) return null;
    return word.drifted.includes(field) ? null : "nobody asked for it";
  }

  /** `drifted` are fields that may be put back unasked. */
  async #wordOn(name: string): Promise<Word | undefined> {
    const [word] = await this.#db.$queryRaw<Word[]>`
      SELECT coalesce(s.kafka_topic_id, t.adopted_topic_id) AS "kafkaTopicId", s.state, CASE WHEN c.drift_policy = 'revert-harmless'
          THEN ARRAY(SELECT each ->> 'field' FROM jsonb_array_elements(s.drift) AS each) ELSE '{}' END AS drifted,
        coalesce((SELECT jsonb_agg(jsonb_build_object('changes', r.plan -> 'changes')) FROM requests r WHERE r.topic_id = t.id
          AND r.state = 'approved' AND r.kind IN ('topic.change', 'topic.revert')), '[]') AS requests
      FROM topics t JOIN topic_status s ON s.topic_id = t.id JOIN clusters c ON c.slug = t.cluster_slug
      WHERE t.cluster_slug = ${this.#slug} AND t.name = ${name}`;
    return word;
  }
}

type Changed = { field: string; from: string | null; to: string | null };

function changedFields(was: Live, is: Live): [field: string, from: string | null, to: string | null][] {
  const keys = [...new Set([...Object.keys(was.config), ...Object.keys(is.config)])];
  const counts = (["partitions", "replicationFactor"] as const).map(
    (field) => [field, String(was[field]), String(is[field])] as [string, string, string],
  );
  const settings = keys.map(
    (key) => [key, was.config[key] ?? null, is.config[key] ?? null] as [string, string | null, string | null],
  );
  return [...counts, ...settings].filter(([, from, to]) => from !== to);
}

/** Only what the simulation does: a shorter retention, fewer replicas. */
function isDestructive(field: string, from: string | null, to: string | null): boolean {
  if (field === "replicationFactor") return Number(to) < Number(from);
  return field === "retention.ms" && Number(to ?? DEFAULT_RETENTION) < Number(from ?? DEFAULT_RETENTION);
}

function text(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
