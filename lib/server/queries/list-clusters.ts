import { z } from "zod";
import type { Page } from "#lib/contract/common";
import type { ClusterView } from "#lib/contract/platform";
import { settingsColumn } from "#lib/db/stores/clusters";
import { ok } from "#lib/domain/result";
import { defineQuery } from "../define-query.ts";

type Row = Omit<ClusterView, "conditionSince" | "seenAt" | "detachedAt" | "worker"> & {
  conditionSince: Date | null;
  seenAt: Date | null;
  detachedAt: Date | null;
  holder: string | null;
  beatAt: Date | null;
};

/** Every cluster that was ever declared, with how it was found at the last look. There are tens of them: one page. */
export const listClusters = defineQuery({
  name: "list-clusters",
  permission: "cluster.read",
  input: z.object({}),
  async handle({ db }) {
    const rows = await db.$queryRaw<Row[]>`
      SELECT k.slug, k.name, k.tier, k.listeners, k.kafka_cluster_id AS "kafkaClusterId", coalesce(c.condition, 'unknown') AS condition,
        c.condition_since AS "conditionSince", coalesce(c.message, '') AS message, c.observed_cluster_id AS "observedClusterId",
        coalesce(c.brokers, '[]') AS brokers, coalesce(c.topic_defaults, '{}') AS "topicDefaults", c.topic_count AS "topicCount", c.partition_count AS "partitionCount", c.seen_at AS "seenAt",
        c.sweep_ms AS "sweepMs", k.detached_at AS "detachedAt", l.holder, h.beat_at AS "beatAt", ${settingsColumn}, k.version
      FROM clusters k LEFT JOIN cluster_status c ON c.cluster_slug = k.slug
      LEFT JOIN cluster_leases l ON l.cluster_slug = k.slug AND l.expires_at > now()
      LEFT JOIN worker_heartbeats h ON h.worker_id = l.holder
      ORDER BY k.slug`;
    return ok<Page<ClusterView>>({ items: rows.map(toView), nextCursor: null });
  },
});

function toView({ holder, beatAt, conditionSince, seenAt, detachedAt, ...row }: Row): ClusterView {
  return {
    ...row,
    conditionSince: conditionSince?.toISOString() ?? null,
    seenAt: seenAt?.toISOString() ?? null,
    detachedAt: detachedAt?.toISOString() ?? null,
    worker: holder && beatAt ? { id: holder, beatAt: beatAt.toISOString() } : null,
  };
}
