import { createHash } from "node:crypto";
import type { Connection } from "#lib/db/database";
import type { CompatibilityLevel } from "#lib/domain/compatibility";
import type { RequestKind } from "#lib/domain/request-kind";
import type { SchemaDefinition } from "#lib/domain/schema";
import type { InMemoryRegistry } from "#lib/registry/in-memory-registry";
import { Lease } from "./lease.ts";
import { openRegistrySession, type RegistrySession } from "./registry-session.ts";
import { definitionOf, LEASE_OF_A_TEST_MS, silent, type TestInstallation } from "./test-installation.ts";
import { readSubjects, type SubjectFacts } from "./test-subject-facts.ts";

/** An Avro record with these fields, each a string; `name:type` is of another type, which no reader of a string can read. */
export function record(...fields: string[]): SchemaDefinition {
  const written = fields.map((field) => {
    const [name, type = "string"] = field.split(":");
    return { name, type, default: type === "string" ? "" : 0 };
  });
  return {
    schemaType: "AVRO",
    schema: JSON.stringify({ type: "record", name: "Order", fields: written }),
    references: [],
  };
}

/** Decisions about the subjects of one cluster, as their last approval writes them: each in one transaction, as a worker may look at any time. */
export class TestSubjects {
  readonly #installation: TestInstallation;
  readonly cluster: string;

  constructor(installation: TestInstallation, cluster: string) {
    this.#installation = installation;
    this.cluster = cluster;
  }

  get #db() {
    return this.#installation.owner;
  }

  /** Registers the cluster with a registry. */
  async declare(workerId = "worker-0"): Promise<void> {
    const registry = { url: "http://127.0.0.1:1", requestTimeoutMs: 1_000 };
    await this.#installation.register(workerId, [definitionOf(this.cluster, { registry })]);
  }

  /** A session on the registry; whoever held the lease before is taken for dead. */
  async session(
    registry: Pick<InMemoryRegistry, "connect">,
    options: { workerId?: string; checkpoint?: RegistrySession["checkpoint"] } = {},
  ): Promise<RegistrySession> {
    const { workerId = "worker-1", checkpoint } = options;
    await this.#db
      .$executeRaw`UPDATE cluster_leases SET expires_at = now() - interval '1 second' WHERE cluster_slug = ${this.cluster}`;
    const db = this.#installation.database.worker;
    const client = registry.connect();
    const lease = await Lease.acquire(db, this.cluster, workerId, client.requestTimeoutMs, LEASE_OF_A_TEST_MS);
    if (!lease) throw new Error("The lease is held.");
    const { signal } = new AbortController();
    const held = { slug: this.cluster, workerId, db, lease, log: silent, signal };
    return openRegistrySession({ ...held, registry: client, ...(checkpoint && { checkpoint }) });
  }

  /** A version that was asked for, of a subject that may be new. */
  async register(
    name: string,
    definition: SchemaDefinition,
    options: { forced?: boolean; level?: CompatibilityLevel } = {},
  ): Promise<void> {
    const { forced = false, level = "BACKWARD" } = options;
    const hash = createHash("sha256").update(definition.schema).digest("hex");
    await this.#db.$transaction(async (tx) => {
      const subject = await this.#subject(tx, name, level);
      const patch = { definition, compatibility: level, forced };
      const request = await this.#request(tx, "schema.register", name, subject, patch);
      await tx.$executeRaw`
        INSERT INTO subject_versions (subject_id, ordinal, schema_type, schema, refs, hash, forced, request_id)
        SELECT ${subject.id}::uuid, coalesce(max(ordinal), 0) + 1, ${definition.schemaType}, ${definition.schema},
          ${JSON.stringify(definition.references)}::jsonb, ${hash}, ${forced}, ${request}::bigint
        FROM subject_versions WHERE subject_id = ${subject.id}::uuid`;
    });
  }

  /** A request for a version that nobody has decided. */
  async submit(name: string, definition: SchemaDefinition, hash: string): Promise<void> {
    const { teamId, userId } = this.#installation.people;
    await this.#db.$executeRaw`
      INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
        violations, risk, slots, partitions, lapses_at)
      VALUES ('schema.register', ${this.cluster}, ${name}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'submitted',
        ${JSON.stringify({ definition, hash })}::jsonb, 'for orders', '{}', 'f', '[]', 'low', '[]', 0, now() + interval '30 days')`;
  }

  async setLevel(name: string, compatibility: CompatibilityLevel): Promise<void> {
    await this.#db.$transaction(async (tx) => {
      const subject = await this.#next(tx, name);
      await tx.$executeRaw`UPDATE subjects SET compatibility = ${compatibility} WHERE id = ${subject.id}::uuid`;
      await this.#request(tx, "subject.compatibility", name, subject, { compatibility });
    });
  }

  async revert(name: string, patch: { compatibility: CompatibilityLevel | null; missing: number[] }): Promise<void> {
    await this.#db.$transaction(async (tx) =>
      this.#request(tx, "subject.revert", name, await this.#next(tx, name), patch),
    );
  }

  /** What lives in the registry becomes what is desired. */
  async adopt(
    name: string,
    compatibility: CompatibilityLevel,
    versions: readonly { version: number; definition: SchemaDefinition }[],
  ): Promise<void> {
    const numbers = versions.map(({ version }) => version);
    await this.#db.$transaction(async (tx) => {
      const subject = await this.#subject(tx, name, compatibility);
      await tx.$executeRaw`UPDATE subjects SET compatibility = ${compatibility} WHERE id = ${subject.id}::uuid`;
      await this.#request(tx, "subject.adopt", name, subject, { compatibility, versions: numbers });
      for (const { version, definition } of versions)
        await tx.$executeRaw`
          INSERT INTO subject_versions (subject_id, ordinal, schema_type, schema, hash, adopted_version)
          SELECT ${subject.id}::uuid, coalesce(max(ordinal), 0) + 1, ${definition.schemaType}, ${definition.schema}, 'h', ${version}::int
          FROM subject_versions WHERE subject_id = ${subject.id}::uuid`;
    });
  }

  /** What is gone is not desired any more, as an adoption says. */
  async letGo(name: string, versions: readonly number[]): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE subject_versions v SET desired = 'deleted' FROM subject_version_status s JOIN subjects t ON t.id = s.subject_id
      WHERE s.version_id = v.id AND t.name = ${name} AND t.cluster_slug = ${this.cluster} AND v.desired = 'registered'
        AND s.registry_version = ANY(${[...versions]}::int[])`;
  }

  async delete(name: string, versions: number[] | null, permanent: boolean): Promise<void> {
    await this.#db.$transaction(async (tx) => {
      const subject = await this.#next(tx, name);
      if (versions === null)
        await tx.$executeRaw`
          UPDATE subjects SET deletion = ${permanent ? "permanent" : "soft"} WHERE id = ${subject.id}::uuid`;
      await tx.$executeRaw`
        UPDATE subject_versions v SET desired = ${permanent ? "purged" : "deleted"} FROM subject_version_status s
        WHERE s.version_id = v.id AND v.subject_id = ${subject.id}::uuid
          AND (${versions}::int[] IS NULL OR s.registry_version = ANY(${versions}::int[]))`;
      await this.#request(tx, "subject.delete", name, subject, { versions, permanent });
    });
  }

  async retry(name: string): Promise<void> {
    await this.#db
      .$executeRaw`SELECT subject_retry(id) FROM subjects WHERE name = ${name} AND cluster_slug = ${this.cluster}`;
  }

  /** Lets every back-off end now. */
  async everythingIsDue(): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE subject_status SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.cluster}`;
  }

  /** A subject with its status, its versions and its requests. */
  async subject(name: string): Promise<SubjectFacts> {
    const subject = (await this.managed()).get(name);
    if (!subject) throw new Error(`No subject ${name}.`);
    return subject;
  }

  /** All subjects that were ever asked for, by name and in its order. */
  managed(): Promise<Map<string, SubjectFacts>> {
    return readSubjects(this.#db, this.cluster);
  }

  /** What is stored of the registry, by subject. */
  observations(): Promise<
    { name: string; compatibility: string; latest: number; versions: number[]; fields: string[] }[]
  > {
    return this.#db.$queryRaw`
      SELECT o.name, o.compatibility, o.latest_version AS latest,
        ARRAY(SELECT v.version FROM subject_version_observations v
          WHERE v.cluster_slug = o.cluster_slug AND v.name = o.name AND NOT v.deleted ORDER BY v.version) AS versions,
        ARRAY(SELECT f.path FROM subject_fields f WHERE f.cluster_slug = o.cluster_slug AND f.name = o.name ORDER BY f.position) AS fields
      FROM subject_observations o WHERE o.cluster_slug = ${this.cluster} ORDER BY o.name`;
  }

  async #subject(tx: Connection, name: string, level: CompatibilityLevel): Promise<Subject> {
    const { teamId } = this.#installation.people;
    const [row] = await tx.$queryRaw<Subject[]>`
      INSERT INTO subjects AS t (cluster_slug, name, team_id, strategy, schema_type, compatibility)
      VALUES (${this.cluster}, ${name}, ${teamId}::uuid, 'TopicNameStrategy', 'AVRO', ${level})
      ON CONFLICT (cluster_slug, name) DO UPDATE SET generation = t.generation + 1, deletion = NULL
      RETURNING id, generation`;
    if (!row) throw new Error("Nothing was written.");
    return row;
  }

  async #next(tx: Connection, name: string): Promise<Subject> {
    const [row] = await tx.$queryRaw<Subject[]>`
      UPDATE subjects SET generation = generation + 1 WHERE name = ${name} AND cluster_slug = ${this.cluster} RETURNING id, generation`;
    if (!row) throw new Error(`No subject ${name}.`);
    return row;
  }

  async #request(tx: Connection, kind: RequestKind, name: string, subject: Subject, patch: unknown): Promise<string> {
    const { teamId, userId } = this.#installation.people;
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
        violations, risk, slots, partitions, subject_id, generation, lapses_at, decided_at)
      VALUES (${kind}, ${this.cluster}, ${name}, ${teamId}::uuid, ${teamId}::uuid, ${userId}::uuid, 'approved',
        ${JSON.stringify(patch)}::jsonb, 'for orders', '{}', 'f', '[]', 'low', '[]', 0, ${subject.id}::uuid, ${subject.generation}::int,
        now() + interval '30 days', now())
      RETURNING id::text`;
    return String(row?.id);
  }
}

type Subject = { id: string; generation: number };
