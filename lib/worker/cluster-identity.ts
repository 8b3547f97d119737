import { appendAudit } from "#lib/db/append-audit";
import type { Database } from "#lib/db/database";
import {
  type ClusterRecord,
  findClusterRecord,
  pinClusterId,
  saveCondition,
} from "#lib/db/worker-stores/cluster-status";
import type { ClusterDescription } from "#lib/kafka/cluster-admin";
import { type ClusterSession, workerActor } from "./cluster-session.ts";

/** The address answers as another Kafka cluster than the pinned one. Nothing is read or written until an admin confirms it. */
export class IdentityChanged extends Error {
  constructor(pinned: string, found: string) {
    super(`This address answers as Kafka cluster ${found}; Headgate knows it as ${pinned}.`);
    this.name = "IdentityChanged";
  }
}

/** The cluster is not (or no longer) registered for this worker to serve. */
export class ClusterNotServed extends Error {
  constructor(slug: string) {
    super(`Cluster ${slug} is not registered or is detached.`);
    this.name = "ClusterNotServed";
  }
}

export type Identified = { record: ClusterRecord; description: ClusterDescription };

/**
 * Asks the cluster who it is and compares with what is pinned; pins it at first contact.
 * @throws IdentityChanged after saying so in the cluster's status
 * @throws ClusterNotServed, ClusterCallFailed
 */
export async function identify(session: ClusterSession): Promise<Identified> {
  const [record, description] = await Promise.all([
    findClusterRecord(session.db, session.slug),
    session.admin.describeCluster(),
  ]);
  if (!record || record.detached) throw new ClusterNotServed(session.slug);

  const { clusterId } = description;
  if (record.kafkaClusterId === null) await pin(session, record, clusterId);
  else if (record.kafkaClusterId !== clusterId)
    await refuse(session.db, session.slug, record.kafkaClusterId, clusterId);
  return { record, description };
}

async function refuse(db: Database, slug: string, pinned: string, found: string): Promise<never> {
  const changed = new IdentityChanged(pinned, found);
  await saveCondition(db, slug, {
    condition: "identity_changed",
    message: `${changed.message} Nothing is read or written until an admin confirms it.`,
    observedClusterId: found,
  });
  throw changed;
}

async function pin(session: ClusterSession, record: ClusterRecord, clusterId: string): Promise<void> {
  await session.db.$transaction(async (tx) => {
    if (!(await pinClusterId(tx, session.slug, clusterId))) return;
    await appendAudit(tx, [
      {
        action: "cluster.pinned",
        actor: workerActor(session),
        object: { kind: "cluster", id: session.slug, name: record.name },
        before: { kafkaClusterId: null },
        after: { kafkaClusterId: clusterId },
      },
    ]);
  });
}
