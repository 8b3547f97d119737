import type { AclBinding } from "#lib/domain/acl-binding";
import type { ClientQuota } from "#lib/domain/client-quota";
import type { GrantTerms } from "#lib/domain/grant";
import type { RequestKind } from "#lib/domain/request-kind";
import { sealCredential } from "#lib/domain/sealed-credential";
import { sealingKeys, type TestInstallation } from "./test-installation.ts";

/** Reading a topic with a group, as most grants of these tests. */
export function consume(resourceName: string, consumerGroup = "billing.reader"): GrantTerms {
  const group = { name: consumerGroup, patternType: "LITERAL" as const };
  return {
    operation: "consume",
    patternType: "LITERAL",
    resourceName,
    consumerGroup: group,
    transactionalId: null,
    host: "*",
  };
}

export function produce(resourceName: string): GrantTerms {
  return {
    operation: "produce",
    patternType: "LITERAL",
    resourceName,
    consumerGroup: null,
    transactionalId: null,
    host: "*",
  };
}

export type PrincipalFacts = {
  id: string;
  state: string;
  reason: string | null;
  message: string;
  due: boolean;
  generation: number;
  observedGeneration: number;
  confirmedCredential: number;
  sealed: number;
  request: string | null;
  bindings: string[];
};
export type GrantFacts = { state: string; status: string; reason: string | null; message: string; request: string };

/** What web would write about access, by SQL, for one cluster of an installation. */
export class TestAccess {
  readonly #installation: TestInstallation;
  readonly #cluster: string;

  constructor(installation: TestInstallation, cluster = "local") {
    this.#installation = installation;
    this.#cluster = cluster;
  }

  get #db() {
    return this.#installation.owner;
  }

  async application(slug: string): Promise<string> {
    const [row] = await this.#db.$queryRaw<{ id: string }[]>`
      INSERT INTO applications (slug, name, team_id) SELECT ${slug}, ${slug}, id FROM teams LIMIT 1 RETURNING id`;
    return String(row?.id);
  }

  /** An approved principal; with a password, its credential is sealed as web does it. */
  async principal(
    applicationId: string,
    name: string,
    { password, quota = {} }: { password?: string; quota?: ClientQuota } = {},
  ): Promise<string> {
    const [row] = await this.#db.$queryRaw<{ id: string }[]>`
      INSERT INTO principals (application_id, cluster_slug, name, kind, quota)
      VALUES (${applicationId}::uuid, ${this.#cluster}, ${name}, ${password ? "scram" : "external"}, ${JSON.stringify(quota)}::jsonb) RETURNING id`;
    const id = String(row?.id);
    await this.request("principal.create", name, {}, { principalId: id });
    if (password) await this.issue(id, password);
    return id;
  }

  /** A new credential. */
  async issue(principalId: string, password: string, publicKey = sealingKeys.publicKey): Promise<void> {
    await this.#db.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ generation: number }[]>`
        UPDATE principals SET credential_generation = credential_generation + 1, generation = generation + 1
        WHERE id = ${principalId}::uuid RETURNING credential_generation AS generation`;
      const generation = Number(row?.generation);
      const { keyId, sealed } = await sealCredential(publicKey, password, { principalId, generation });
      await tx.$executeRaw`DELETE FROM sealed_credentials WHERE principal_id = ${principalId}::uuid`;
      await tx.$executeRaw`
        INSERT INTO sealed_credentials (principal_id, generation, key_id, sealed) VALUES (${principalId}::uuid, ${generation}, ${keyId}, ${sealed})`;
    });
  }

  async grant(applicationId: string, terms: GrantTerms, expiresInMs = 86_400_000): Promise<string> {
    const { operation, patternType, resourceName, consumerGroup, transactionalId, host } = terms;
    const request = await this.request("access.create", resourceName, {}, { applicationId });
    const [row] = await this.#db.$queryRaw<{ id: string }[]>`
      INSERT INTO grants (cluster_slug, application_id, team_id, operation, pattern_type, resource_name, consumer_group, group_pattern_type,
        transactional_id, transactional_pattern_type, host, purpose, expires_at, request_id)
      SELECT ${this.#cluster}, ${applicationId}::uuid, id, ${operation}, ${patternType}, ${resourceName}, ${consumerGroup?.name ?? null},
        ${consumerGroup?.patternType ?? null}, ${transactionalId?.name ?? null}, ${transactionalId?.patternType ?? null}, ${host}, 'tests',
        clock_timestamp() + ${expiresInMs}::float8 * interval '1 ms', ${request} FROM teams LIMIT 1 RETURNING id`;
    await this.#db.$executeRaw`UPDATE requests SET grant_id = ${row?.id}::uuid WHERE id = ${request}`;
    return String(row?.id);
  }

  async revoke(grantId: string): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE grants SET state = 'ended', ended_at = clock_timestamp(), end_kind = 'revoked', ended_by = 'owner', end_reason = 'tests'
      WHERE id = ${grantId}::uuid AND state <> 'ended'`;
  }

  async end(principalId: string): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE principals SET ended_at = clock_timestamp(), end_reason = 'tests', generation = generation + 1
      WHERE id = ${principalId}::uuid AND ended_at IS NULL`;
  }

  async setQuota(principalId: string, quota: ClientQuota): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE principals SET quota = ${JSON.stringify(quota)}::jsonb, generation = generation + 1 WHERE id = ${principalId}::uuid`;
    await this.request("principal.quota", "quota", { quota }, { principalId });
  }

  /** An approved revert of what is missing. */
  async revert(principalId: string, bindings: readonly AclBinding[], quota = false): Promise<bigint> {
    const id = await this.request("principal.revert", "revert", { bindings, quota }, { principalId });
    await this.#db.$executeRaw`UPDATE principals SET generation = generation + 1 WHERE id = ${principalId}::uuid`;
    return id;
  }

  /** An approved removal of bindings that nobody granted. */
  async remove(bindings: readonly AclBinding[]): Promise<bigint> {
    const id = await this.request("acl.remove", "acls", { bindings }, {}, "submitted");
    await this.#db.$executeRaw`UPDATE requests SET state = 'approved' WHERE id = ${id}`;
    return id;
  }

  async request(
    kind: RequestKind,
    name: string,
    patch: object,
    about: { applicationId?: string; principalId?: string },
    state = "approved",
  ): Promise<bigint> {
    const [row] = await this.#db.$queryRaw<{ id: bigint }[]>`
      INSERT INTO requests (kind, cluster_slug, object_name, team_id, asking_team_id, requester_id, state, patch, reason, plan, fingerprint,
        violations, risk, slots, partitions, application_id, principal_id, lapses_at)
      SELECT ${kind}, ${this.#cluster}, ${name}, t.id, t.id, u.id, ${state}, ${JSON.stringify(patch)}::jsonb, 'tests', '{}', 'f', '[]', 'low',
        '[]', 0, ${about.applicationId ?? null}::uuid, ${about.principalId ?? null}::uuid, now() + interval '30 days'
      FROM teams t, users u LIMIT 1 RETURNING id`;
    if (!row) throw new Error("No request was written.");
    return row.id;
  }

  async stateOf(requestId: bigint): Promise<string> {
    const [row] = await this.#db.$queryRaw<{ state: string }[]>`SELECT state FROM requests WHERE id = ${requestId}`;
    return String(row?.state);
  }

  async principalFacts(id: string): Promise<PrincipalFacts> {
    const [row] = await this.#db.$queryRaw<PrincipalFacts[]>`
      SELECT p.id, s.state, s.reason, s.message, s.due_at IS NOT NULL AS due, p.generation, s.observed_generation AS "observedGeneration",
        s.confirmed_credential AS "confirmedCredential",
        (SELECT count(*)::int FROM sealed_credentials c WHERE c.principal_id = p.id) AS sealed,
        (SELECT r.state FROM requests r WHERE r.principal_id = p.id AND r.kind = 'principal.create') AS request,
        coalesce((SELECT array_agg(concat_ws(' ', resource_type, resource_name, operation, b.state) ORDER BY resource_type, resource_name,
          operation) FROM principal_bindings b WHERE b.principal_id = p.id), '{}') AS bindings
      FROM principals p JOIN principal_status s ON s.principal_id = p.id WHERE p.id = ${id}::uuid`;
    if (!row) throw new Error(`No principal ${id}.`);
    return row;
  }

  async grantFacts(id: string): Promise<GrantFacts> {
    const [row] = await this.#db.$queryRaw<GrantFacts[]>`
      SELECT g.state, s.state AS status, s.reason, s.message, r.state AS request
      FROM grants g JOIN grant_status s ON s.grant_id = g.id JOIN requests r ON r.id = g.request_id WHERE g.id = ${id}::uuid`;
    if (!row) throw new Error(`No grant ${id}.`);
    return row;
  }

  /** Lets every back-off end now. */
  async everythingIsDue(): Promise<void> {
    await this.#db.$executeRaw`
      UPDATE principal_status SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.#cluster}`;
    await this.#db
      .$executeRaw`UPDATE acl_removals SET due_at = now() WHERE due_at IS NOT NULL AND cluster_slug = ${this.#cluster}`;
  }
}
