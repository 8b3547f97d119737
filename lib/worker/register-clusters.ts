import { createHash } from "node:crypto";
import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import {
  type DeclaredCluster,
  detachUndeclared,
  findRegistrations,
  lockRegistrations,
  type RegisteredCluster,
  saveRegistrations,
  servedByOthers,
} from "#lib/db/worker-stores/cluster-registrations";
import { beat } from "#lib/db/worker-stores/worker-heartbeats";
import type { AuditEvent } from "#lib/domain/audit";
import type { ClusterDefinition } from "#lib/kafka/cluster-definitions";

export type WorkerIdentity = { id: string; version: string };
/** `refused` are declared here but served by another living worker under another definition. */
export type Registration = { accepted: string[]; refused: string[] };

/**
 * Says which clusters this worker serves, and beats its heart, in one transaction: stores new and changed definitions, refuses those that
 * another living worker serves under another definition, and marks clusters that nobody declares any more as detached. Called at the
 * start and every few seconds after.
 */
export async function registerClusters(
  db: Database,
  worker: WorkerIdentity,
  definitions: readonly ClusterDefinition[],
): Promise<Registration> {
  const declared = definitions.map(declare);
  const slugs = declared.map(({ slug }) => slug);

  return db.$transaction(async (tx) => {
    await lockRegistrations(tx);
    const known = new Map((await findRegistrations(tx, slugs)).map((cluster) => [cluster.slug, cluster]));
    const served = await servedByOthers(tx, worker.id, slugs);
    const isRefused = ({ slug, definitionHash }: DeclaredCluster) =>
      served.has(slug) && known.get(slug)?.definitionHash !== definitionHash;
    const accepted = declared.filter((cluster) => !isRefused(cluster));

    await beat(tx, { ...worker, clusters: accepted.map(({ slug }) => slug) });
    const events = [...(await save(tx, worker, accepted, known)), ...(await detach(tx, worker, slugs))];
    await appendAudit(tx, events);
    return { accepted: accepted.map(({ slug }) => slug), refused: declared.filter(isRefused).map(({ slug }) => slug) };
  });
}

async function save(
  tx: Connection,
  worker: WorkerIdentity,
  accepted: readonly DeclaredCluster[],
  known: ReadonlyMap<string, RegisteredCluster>,
): Promise<AuditEvent[]> {
  const changed = accepted.filter((cluster) => {
    const before = known.get(cluster.slug);
    return !before || before.detached || before.definitionHash !== cluster.definitionHash;
  });
  await saveRegistrations(tx, changed);
  return changed.map((cluster) => {
    const { slug, name, tier, listeners } = cluster;
    return clusterEvent(worker, known.has(slug) ? "cluster.redeclared" : "cluster.declared", cluster, {
      name,
      tier,
      listeners,
    });
  });
}

async function detach(tx: Connection, worker: WorkerIdentity, declared: readonly string[]): Promise<AuditEvent[]> {
  const detached = await detachUndeclared(tx, declared);
  return detached.map((cluster) => clusterEvent(worker, "cluster.detached", cluster, null));
}

function clusterEvent(
  { id }: WorkerIdentity,
  action: string,
  { slug, name }: { slug: string; name: string },
  after: unknown,
): AuditEvent {
  return { action, actor: { kind: "worker", id, name: "worker" }, object: { kind: "cluster", id: slug, name }, after };
}

function declare({ cluster, connection, registry, superUsers }: ClusterDefinition): DeclaredCluster {
  const { slug, name, tier, listeners } = cluster;
  const { bootstrapServers, sasl, tls } = connection;
  // Passwords are left out: one that is rotated does not make another cluster of it.
  const told = [slug, name, tier, listeners, bootstrapServers, sasl?.mechanism, sasl?.username, tls, superUsers];
  if (registry) told.push(registry.url);
  const definitionHash = createHash("sha256").update(JSON.stringify(told)).digest("hex");
  // No application may be one of these: what it may do is not decided by grants.
  const reservedPrincipals = [...new Set([...(sasl ? [sasl.username] : []), ...superUsers])];
  return { slug, name, tier, listeners, definitionHash, reservedPrincipals, registryUrl: registry?.url ?? null };
}
