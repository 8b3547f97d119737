import type { Connection, Database } from "#lib/db/database";
import type { Loss, Plan } from "#lib/domain/plan";
import { STOCK_DEFAULTS } from "#lib/domain/topic-defaults";
import type { SpecPatch, TopicSpec } from "#lib/domain/topic-spec";
import { onlyFields, patchedFields, patchedSpec, planChange } from "#lib/plan/plan-change";
import { planSpecAdoption } from "#lib/plan/plan-drift";
import { planTopic } from "#lib/plan/plan-topic";

type Stored = {
  id: string;
  spec: TopicSpec;
  lastApplied: TopicSpec | null;
  observed: (TopicSpec & { topicId: string }) | null;
};
type Asked = { kind: string; plan: Plan; loss?: Loss | null };

/** What web writes when people decide about topics of one cluster that are there, planned on what was last seen; by SQL, as the owner of the schema. */
export class TopicDecisions {
  readonly #db: Database;
  readonly #cluster: string;
  readonly #people: { teamId: string; userId: string };

  constructor(db: Database, cluster: string, people: { teamId: string; userId: string }) {
    this.#db = db;
    this.#cluster = cluster;
    this.#people = people;
  }

  /** An approved change; answers its request. `loss` is what the approver was shown of a shorter retention. */
  change(name: string, patch: SpecPatch, loss?: Loss | null): Promise<string> {
    return this.#decide(name, (topic) => {
      const { spec, observed } = topic;
      const plan = planChange({
        ...{
          cluster: this.#cluster,
          name,
          spec,
          patch,
          classification: "internal",
          observedAt: null,
          defaults: STOCK_DEFAULTS,
        },
        observed: observed && { ...observed, internal: false },
      });
      return {
        asked: { kind: "topic.change", plan, ...(loss !== undefined && { loss }) },
        spec: patchedSpec(spec, patch),
      };
    });
  }

  /** The named fields are made as they are desired. */
  revert(name: string, fields: readonly string[]): Promise<string> {
    return this.#decide(name, ({ spec, observed, lastApplied }) => {
      const plan = planTopic({
        ...{ cluster: this.#cluster, name, desired: spec, observedAt: null, defaults: STOCK_DEFAULTS },
        observed: observed && { ...observed, internal: false },
        managedKeys: Object.keys(lastApplied?.config ?? {}),
      });
      const blocked = { field: "blocked", from: "no", to: "yes", kind: "destructive" } as const;
      const changes = fields.includes("blocked") ? [...plan.changes, blocked] : plan.changes;
      return { asked: { kind: "topic.revert", plan: onlyFields({ ...plan, changes }, fields) } };
    });
  }

  /** What was last seen of these fields is desired from now on. */
  adopt(name: string, fields: readonly string[]): Promise<string> {
    return this.#decide(name, ({ spec, observed }) => {
      if (!observed) throw new Error(`${name} was not seen.`);
      const patch: SpecPatch = {
        ...(fields.includes("partitions") && { partitions: observed.partitions }),
        ...(fields.includes("replicationFactor") && { replicationFactor: observed.replicationFactor }),
        config: Object.fromEntries(fields.filter(isKey).map((key) => [key, observed.config[key] ?? null])),
      };
      const plan = planSpecAdoption({
        ...{
          cluster: this.#cluster,
          name,
          topicId: observed.topicId,
          observedAt: null,
          spec,
          patch,
          defaults: STOCK_DEFAULTS,
        },
      });
      return {
        asked: { kind: "topic.adopt", plan: onlyFields(plan, patchedFields(patch)) },
        spec: patchedSpec(spec, patch),
      };
    });
  }

  block(name: string): Promise<string> {
    return this.#decide(name, (topic) => {
      const change = { field: "blocked", from: "no", to: "yes", kind: "destructive" } as const;
      return { asked: { kind: "topic.block", plan: this.#planOf(name, topic, change) }, set: "blocked_at = now()" };
    });
  }

  async unblock(name: string): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE topics SET blocked_at = NULL, generation = generation + 1 WHERE cluster_slug = ${this.#cluster} AND name = ${name}`;
  }

  delete(name: string): Promise<string> {
    return this.#decide(name, (topic) => {
      const change = { field: "topic", from: name, to: null, kind: "destructive" } as const;
      return { asked: { kind: "topic.delete", plan: this.#planOf(name, topic, change) }, set: "deleting_at = now()" };
    });
  }

  /** An approved change is taken back: its fields are desired as they were last applied. */
  async cancel(requestId: string): Promise<void> {
    await this.#db.$transaction(async (tx) => {
      const [request] = await tx.$queryRaw<{ name: string; fields: string[] }[]>`
        SELECT object_name AS name, ARRAY(SELECT each ->> 'field' FROM jsonb_array_elements(plan -> 'changes') AS each) AS fields
        FROM requests WHERE id = ${requestId}::bigint AND state = 'approved'`;
      if (!request) return;
      const topic = await this.#find(tx, request.name);
      await tx.$executeRaw`UPDATE requests SET state = 'superseded', ended_at = now() WHERE id = ${requestId}::bigint`;
      if (!topic.lastApplied) return;
      const { partitions, replicationFactor, config } = topic.lastApplied;
      const keys = request.fields.filter(isKey).map((key) => [key, config[key] ?? null]);
      await this.#desire(
        tx,
        topic.id,
        patchedSpec(topic.spec, {
          ...(request.fields.includes("partitions") && { partitions }),
          ...(request.fields.includes("replicationFactor") && { replicationFactor }),
          config: Object.fromEntries(keys),
        }),
      );
    });
  }

  /** Topics that nobody owned become the team's, as they were last seen. Answers the request. */
  async adoptAll(names: readonly string[]): Promise<string> {
    const { teamId } = this.#people;
    return this.#db.$transaction(async (tx) => {
      const plan = { changes: [] };
      const id = await this.#request(tx, {
        kind: "topic.import",
        name: `${names.length} topics`,
        plan,
        topicId: null,
        generation: null,
      });
      await tx.$executeRaw`
        INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, classification, adopted_topic_id, adopted_by)
        SELECT cluster_slug, name, ${teamId}::uuid, partitions, replication_factor, config, 'internal', kafka_topic_id, ${id}::bigint
        FROM topic_observations WHERE cluster_slug = ${this.#cluster} AND name = ANY(${[...names]})`;
      return id;
    });
  }

  #planOf(name: string, { observed }: Stored, change: Plan["changes"][number]): Plan {
    const object = { kind: "topic", cluster: this.#cluster, name } as const;
    return { object, topicId: observed?.topicId ?? null, basedOn: null, changes: [change], refusals: [], effects: [] };
  }

  async #decide(
    name: string,
    decision: (topic: Stored) => { asked: Asked; spec?: TopicSpec; set?: "blocked_at = now()" | "deleting_at = now()" },
  ): Promise<string> {
    return this.#db.$transaction(async (tx) => {
      const topic = await this.#find(tx, name);
      const { asked, spec, set } = decision(topic);
      if (set) await tx.$executeRawUnsafe(`UPDATE topics SET ${set} WHERE id = '${topic.id}'`);
      const generation = await this.#desire(tx, topic.id, spec ?? topic.spec);
      const { kind, plan, loss } = asked;
      const shown = loss === undefined ? plan : { ...plan, loss };
      return this.#request(tx, { kind, name, plan: shown, topicId: topic.id, generation });
    });
  }

  async #find(tx: Connection, name: string): Promise<Stored> {
    const [topic] = await tx.$queryRaw<Stored[]>`
      SELECT t.id, jsonb_build_object('partitions', t.partitions, 'replicationFactor', t.replication_factor, 'config', t.config) AS spec,
        s.last_applied -> 'spec' AS "lastApplied", CASE WHEN o.name IS NOT NULL THEN jsonb_build_object('topicId', o.kafka_topic_id,
          'partitions', o.partitions, 'replicationFactor', o.replication_factor, 'config', o.config) END AS observed
      FROM topics t JOIN topic_status s ON s.topic_id = t.id
        LEFT JOIN topic_observations o ON o.cluster_slug = t.cluster_slug AND o.name = t.name AND o.kafka_topic_id = s.kafka_topic_id
      WHERE t.cluster_slug = ${this.#cluster} AND t.name = ${name}`;
    if (!topic) throw new Error(`No topic ${name}.`);
    return topic;
  }

  async #desire(tx: Connection, id: string, { partitions, replicationFactor, config }: TopicSpec): Promise<number> {
    const [row] = await tx.$queryRaw<{ generation: number }[]>`
      UPDATE topics SET partitions = ${partitions}, replication_factor = ${replicationFactor}, config = ${JSON.stringify(config)}::jsonb,
        generation = generation + 1 WHERE id = ${id}::uuid RETURNING generation`;
    return row?.generation ?? 0;
  }

  async #request(
    tx: Connection,
    {
      kind,
      name,
      plan,
      topicId,
      generation,
    }: { kind: string; name: string; plan: object; topicId: string | null; generation: number | null },
  ): Promise<string> {
    const { teamId, userId } = this.#people;
    const [row] = await tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan,
        fingerprint, violations, risk, slots, partitions, topic_id, generation, lapses_at, decided_at)
      VALUES (${kind}, ${this.#cluster}, ${name}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'approved', '{}', 'for orders',
        ${JSON.stringify(plan)}::jsonb, 'f', '[]', 'low', '[]', 0, ${topicId}::uuid, ${generation}, now() + interval '30 days', now())
      RETURNING id`;
    return String(row?.id);
  }
}

function isKey(field: string): boolean {
  return !["partitions", "replicationFactor", "blocked", "classification"].includes(field);
}

/** How requests stand, by id. */
export async function requestStates(
  db: Database,
  ids: readonly string[],
): Promise<{ state: string; outcome: string | null }[]> {
  return db.$queryRaw`
    SELECT state, outcome FROM requests WHERE id = ANY(${ids.map(BigInt)}::bigint[]) ORDER BY id`;
}
