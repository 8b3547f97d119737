import type { Database } from "#lib/db/database";
import type { AclBinding } from "#lib/domain/acl-binding";
import type { InMemoryCluster } from "#lib/kafka/in-memory-cluster";
import type { SeededHistory } from "./test-history.ts";
import type { TopicDecisions } from "./test-topic-life.ts";
import type { WriteWatch } from "./test-write-watch.ts";

const RETENTIONS = ["3600000", "86400000", "604800000", "1209600000", "2592000000", null];

type Parts = {
  db: Database;
  slug: string;
  cluster: InMemoryCluster;
  decide: TopicDecisions;
  history: Pick<SeededHistory<string>, "pick" | "chance">;
  watch: WriteWatch;
};
type Row = {
  name: string;
  kafkaTopicId: string;
  blocked: boolean;
  state: string;
  drift: { field: string }[];
  partitions: number;
  /** As last seen. */
  replicas: number;
  retention: string | null;
};

/** What people decide about topics that are there, in a random history, and what others do to their ACLs. */
export class TopicActions {
  readonly #parts: Parts;
  readonly #adopted = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Kafka's ids of what was there before it became ours. */
  get adopted(): ReadonlySet<string> {
    return this.#adopted;
  }

  /** One of them happens. */
  async happen(): Promise<void> {
    const { history } = this.#parts;
    const action = history.pick([
      ...Array.from({ length: 6 }, () => () => this.#change()),
      () => this.#cancel(),
      () => this.#resolveDrift(),
      () => this.#resolveDrift(),
      () => this.#blockOrUnblock(),
      () => this.#blockOrUnblock(),
      () => this.#delete(),
      () => this.#adopt(),
      () => this.#denials(),
    ]);
    await action();
  }

  async #change(): Promise<void> {
    const { history, decide } = this.#parts;
    const topic = await this.#one("true");
    if (!topic) return;
    const what = history.pick(["retention", "retention", "retention", "partitions", "replicas"]);
    if (what === "partitions") await decide.change(topic.name, { partitions: topic.partitions + 1 });
    // Web refuses what is so already: the plan would say nothing of it.
    else if (what === "replicas") await decide.change(topic.name, { replicationFactor: topic.replicas === 1 ? 2 : 1 });
    else {
      const others = RETENTIONS.filter((retention) => retention !== topic.retention);
      await decide.change(topic.name, { config: { "retention.ms": history.pick(others) } });
      if (history.chance(0.6)) this.#changeUnseen(topic);
    }
  }

  /** Somebody else is quicker than the worker: what was approved was planned on something else. */
  #changeUnseen({ name, kafkaTopicId }: Row): void {
    const { cluster, history } = this.#parts;
    if (cluster.snapshot().get(name)?.topicId !== kafkaTopicId) return;
    cluster.alterConfigOutside(name, { "retention.ms": history.pick(RETENTIONS) });
    cluster.metadata.catchUp();
  }

  async #cancel(): Promise<void> {
    const { db, slug, decide, history, watch } = this.#parts;
    const open = await db.$queryRaw<{ id: bigint; name: string; fields: string[] }[]>`
      SELECT id, object_name AS name, ARRAY(SELECT each ->> 'field' FROM jsonb_array_elements(plan -> 'changes') AS each) AS fields
      FROM requests WHERE cluster_slug = ${slug} AND kind = 'topic.change' AND state = 'approved'
        AND topic_id IN (SELECT id FROM topics WHERE deleting_at IS NULL) ORDER BY id`;
    const one = history.pick(open);
    if (!one || history.chance(0.6)) return;
    for (const field of one.fields) watch.takenBack.add(`${one.name} ${field}`);
    await decide.cancel(String(one.id));
  }

  async #resolveDrift(): Promise<void> {
    const { history, decide } = this.#parts;
    const topic = await this.#one("s.state = 'drifted'");
    if (!topic) return;
    const fields = topic.drift.map(({ field }) => field).filter((field) => field !== "blocked");
    const revertible = topic.drift.map(({ field }) => field).filter((field) => field !== "partitions");
    if (history.chance(0.5) && fields.length > 0) await decide.adopt(topic.name, fields);
    else if (revertible.length > 0) await decide.revert(topic.name, revertible);
  }

  async #blockOrUnblock(): Promise<void> {
    const { decide, history } = this.#parts;
    const topic = await this.#one("true");
    if (topic?.blocked && history.chance(0.7)) await decide.unblock(topic.name);
    else if (topic && !topic.blocked) await decide.block(topic.name);
  }

  async #delete(): Promise<void> {
    const { decide, history } = this.#parts;
    const topic = history.chance(0.6) ? await this.#one("true") : await this.#lost();
    if (topic) await decide.delete(topic.name);
  }

  /** A topic of ours that is gone, or whose name is somebody else's topic by now: people give it up. */
  async #lost(): Promise<{ name: string } | undefined> {
    const { db, slug, history } = this.#parts;
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT t.name FROM topics t JOIN topic_status s ON s.topic_id = t.id WHERE t.cluster_slug = ${slug} AND t.deleting_at IS NULL
        AND s.last_applied IS NOT NULL AND (s.state = 'missing' OR s.reason = 'recreated_outside') ORDER BY t.name`;
    return history.pick(rows);
  }

  async #adopt(): Promise<void> {
    const { db, slug, decide, history } = this.#parts;
    const unmanaged = await db.$queryRaw<{ name: string; topicId: string }[]>`
      SELECT o.name, o.kafka_topic_id AS "topicId" FROM topic_observations o
      WHERE o.cluster_slug = ${slug} AND NOT EXISTS (SELECT FROM topics t WHERE t.cluster_slug = o.cluster_slug AND t.name = o.name) ORDER BY o.name`;
    const some = unmanaged.filter(() => history.chance(0.5));
    if (some.length === 0) return;
    for (const { topicId } of some) this.#adopted.add(topicId);
    await decide.adoptAll(some.map(({ name }) => name));
  }

  async #denials(): Promise<void> {
    const { history, cluster, watch } = this.#parts;
    const name = history.pick([...cluster.snapshot().keys()]);
    if (!name) return;
    const denial = denialOf(name, history.pick(["READ", "WRITE"] as const));
    if (history.chance(0.6)) await watch.denyOutside(denial);
    else watch.allowOutside(denial);
  }

  /** A topic that people may decide about: seen as ours, not a tombstone. `where` is one of the texts above. */
  async #one(where: "true" | "s.state = 'drifted'"): Promise<Row | undefined> {
    const { db, slug, history } = this.#parts;
    const rows = await db.$queryRawUnsafe<Row[]>(
      `SELECT t.name, s.kafka_topic_id AS "kafkaTopicId", t.blocked_at IS NOT NULL AS blocked, s.state, s.drift, t.partitions,
         o.replication_factor AS replicas, o.config ->> 'retention.ms' AS retention
       FROM topics t JOIN topic_status s ON s.topic_id = t.id
         JOIN topic_observations o ON o.cluster_slug = t.cluster_slug AND o.name = t.name AND o.kafka_topic_id = s.kafka_topic_id
       WHERE t.cluster_slug = $1 AND t.deleting_at IS NULL AND s.last_applied IS NOT NULL AND ${where} ORDER BY t.name`,
      slug,
    );
    return history.pick(rows);
  }
}

/** What a block denies, as one binding. */
export function denialOf(resourceName: string, operation: "READ" | "WRITE"): AclBinding {
  const resource = { resourceType: "TOPIC", resourceName, patternType: "LITERAL" } as const;
  return { principal: "User:*", ...resource, operation, permissionType: "DENY", host: "*" };
}
