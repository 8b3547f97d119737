import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import type { Database } from "#lib/db/database";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { CHAIN_START, type ChainRow, type ChainVerdict, verifyChain } from "#lib/domain/audit-chain";
import { generateSealingKeys } from "#lib/domain/sealed-box";
import type { ClusterAdmin, NewTopic } from "#lib/kafka/cluster-admin";
import type { ClusterDefinition } from "#lib/kafka/cluster-definitions";
import { type ClusterSession, openSession } from "./cluster-session.ts";
import { Lease } from "./lease.ts";
import { registerClusters } from "./register-clusters.ts";

/** What web seals credentials with in these tests, and the worker opens. */
export const sealingKeys = generateSealingKeys();

export const silent = pino({ level: "silent" });

/** How long a test's session holds its lease: nobody prolongs it meanwhile, and a busy machine may take its time. */
export const LEASE_OF_A_TEST_MS = 600_000;
/** A request time-out that no test sees the end of: how long a write without an answer counts as under way must not depend on the machine's speed. */
export const NEVER_OVER_MS = 120_000;

/** What clusters.yaml would say of a cluster. */
export function definitionOf(slug: string, change: Partial<ClusterDefinition> = {}): ClusterDefinition {
  const connection = {
    clusterSlug: slug,
    bootstrapServers: [{ host: "127.0.0.1", port: 1 }],
    tls: false,
    requestTimeoutMs: 1_000,
    connectTimeoutMs: 500,
  };
  const cluster = { slug, name: slug, tier: "test" as const, listeners: [] };
  return { cluster, connection, superUsers: [], sweepIntervalMs: 30_000, figuresIntervalMs: 60_000, ...change };
}

/** An installation with one team, one person and one registered cluster, `local`; what web would do is done by SQL. */
export class TestInstallation {
  readonly database: TestDatabase;
  people = { teamId: "", userId: "" };
  #verified = CHAIN_START;

  private constructor(database: TestDatabase) {
    this.database = database;
  }

  /** @param environment where the database server is; by default the stack's */
  static async create(environment = process.env): Promise<TestInstallation> {
    const installation = new TestInstallation(await createTestDatabase(environment));
    const [people] = await installation.owner.$queryRaw<{ teamId: string; userId: string }[]>`
      WITH team AS (INSERT INTO teams (slug, name) VALUES ('orders', 'Orders') RETURNING id),
        person AS (INSERT INTO users (name) VALUES ('Requester') RETURNING id)
      SELECT team.id AS "teamId", person.id AS "userId" FROM team, person`;
    if (people) installation.people = people;
    await installation.register("worker-0");
    return installation;
  }

  get owner(): Database {
    return this.database.owner;
  }

  async register(workerId: string, definitions = [definitionOf("local")]) {
    return registerClusters(this.database.worker, { id: workerId, version: "test" }, definitions);
  }

  /** A session of `workerId` on a cluster (default `local`); whoever held the lease before is taken for dead. */
  async session(
    admin: ClusterAdmin,
    options: {
      cluster?: string;
      workerId?: string;
      checkpoint?: ClusterSession["checkpoint"];
      leaseLastsMs?: number;
    } = {},
  ): Promise<ClusterSession> {
    const { cluster = "local", workerId = "worker-1", checkpoint, leaseLastsMs = LEASE_OF_A_TEST_MS } = options;
    await this.owner
      .$executeRaw`UPDATE cluster_leases SET expires_at = now() - interval '1 second' WHERE cluster_slug = ${cluster}`;
    const db = this.database.worker;
    const lease = await Lease.acquire(db, cluster, workerId, admin.requestTimeoutMs, leaseLastsMs);
    if (!lease) throw new Error("The lease is held.");
    const { signal } = new AbortController();
    return openSession({
      slug: cluster,
      workerId,
      db,
      admin,
      lease,
      credentialKey: sealingKeys.privateKey,
      log: silent,
      signal,
      ...(checkpoint && { checkpoint }),
    });
  }

  /** Requests that were approved this moment, with the topics they desire, as the last approval writes them. */
  async approve(topics: readonly NewTopic[], cluster = "local"): Promise<void> {
    const { teamId, userId } = this.people;
    await this.owner.$transaction(async (tx) => {
      await tx.$executeRaw`
        WITH asked AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(topics)}::jsonb)
            AS a(name text, partitions int, "replicationFactor" int, config jsonb)),
          desired AS (INSERT INTO topics (cluster_slug, name, team_id, partitions, replication_factor, config, classification)
            SELECT ${cluster}, name, ${teamId}::uuid, partitions, "replicationFactor", config, 'internal' FROM asked
            RETURNING id, name, partitions)
        INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan,
          fingerprint, violations, risk, slots, partitions, topic_id, generation, lapses_at, decided_at)
        SELECT 'topic.create', ${cluster}, name, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'approved', '{}', 'for orders', '{}',
          'f', '[]', 'low', '[]', partitions, id, 1, now() + interval '30 days', now() FROM desired`;
    });
  }

  /** A request that nobody has decided, submitted so many days ago, holding its name. */
  async submit(name: string, daysAgo: number): Promise<void> {
    const { teamId, userId } = this.people;
    await this.owner.$executeRaw`
      WITH request AS (INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan,
          fingerprint, violations, risk, slots, partitions, lapses_at)
        VALUES ('topic.create', 'local', ${name}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'submitted', '{}', 'for orders', '{}',
          'f', '[]', 'low', '[]', 1, now() + (30 - ${daysAgo}::int) * interval '1 day') RETURNING id)
      INSERT INTO name_reservations (cluster_slug, collision_key, name, request_id)
      SELECT 'local', replace(${name}, '.', '_'), ${name}, id FROM request`;
  }

  /** A topic with its status, its request and what the catalogue says. */
  async topic(name: string): Promise<TopicFacts> {
    const [row] = await this.owner.$queryRaw<TopicFacts[]>`
      SELECT s.state, s.reason, s.message, s.observed_generation AS "observedGeneration", s.kafka_topic_id AS "kafkaTopicId",
        s.create_attempted_at IS NOT NULL AS "createAttempted", s.due_at IS NOT NULL AS due, s.attempt, s.last_applied AS "lastApplied",
        s.verified_at IS NOT NULL AS verified, r.state AS request, c.state AS catalogue
      FROM topics t JOIN topic_status s ON s.topic_id = t.id JOIN catalogue c ON c.topic_id = t.id
        LEFT JOIN requests r ON r.topic_id = t.id WHERE t.name = ${name}`;
    if (!row) throw new Error(`No topic ${name}.`);
    return row;
  }

  /** Lets every back-off end now. */
  async everythingIsDue(): Promise<void> {
    await this.owner.$executeRaw`UPDATE topic_status SET due_at = now() WHERE due_at IS NOT NULL`;
  }

  async retry(name: string): Promise<void> {
    await this.owner.$executeRaw`SELECT topic_retry(id) FROM topics WHERE name = ${name}`;
  }

  /** Actions in the trail about an object of this name, in order. */
  async trail(objectName: string): Promise<string[]> {
    const rows = await this.owner.$queryRaw<{ action: string }[]>`
      SELECT action FROM audit_events WHERE object_name = ${objectName} ORDER BY number`;
    return rows.map((row) => row.action);
  }

  /** Verifies the audit trail, from where it was found whole before: thousands of histories write to one. */
  async verifyTrail(): Promise<ChainVerdict> {
    const verdict = verifyChain(
      await this.owner.$queryRaw<ChainRow[]>`
        SELECT number, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action, object_kind AS "objectKind",
          object_id AS "objectId", object_name AS "objectName", team_id AS "teamId", request_id AS "requestId", before, after, reason,
          canonical, previous_hash AS "previousHash", hash FROM audit_events WHERE number > ${this.#verified.number} ORDER BY number`,
      this.#verified,
    );
    if (verdict.ok) this.#verified = verdict.head;
    return verdict;
  }

  async drop(): Promise<void> {
    await this.database.drop();
  }
}

export type TopicFacts = {
  state: string;
  reason: string | null;
  message: string;
  observedGeneration: number;
  kafkaTopicId: string | null;
  createAttempted: boolean;
  due: boolean;
  attempt: number;
  lastApplied: unknown;
  verified: boolean;
  request: string | null;
  catalogue: string;
};

/** Waits for a fact, looking every few ms; says what was seen last when it does not come true. */
export async function until<T>(look: () => Promise<T>, isTrue: (seen: T) => boolean, withinMs = 30_000): Promise<T> {
  const giveUp = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isTrue(seen)) return seen;
    if (Date.now() > giveUp)
      throw new Error(`It did not come true within ${withinMs} ms; last seen: ${JSON.stringify(seen)}`);
    await sleep(20);
  }
}
