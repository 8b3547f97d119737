import type { Allowed } from "#lib/contract/common";
import { GetTopic, type TopicEnding, type TopicState, type TopicView } from "#lib/contract/topics";
import { type Database, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { DriftedField } from "#lib/domain/drift";
import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Permission } from "#lib/domain/permission";
import type { RequestState } from "#lib/domain/request";
import type { RequestKind } from "#lib/domain/request-kind";
import { fail, ok } from "#lib/domain/result";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { Classification, TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import { planTopic } from "#lib/plan/plan-topic";
import { decide } from "#lib/policy/decide";
import { defineQuery } from "../define-query.ts";
import { topicDifference } from "../drift/topic-difference.ts";
import { allowedTo } from "../read/allowed.ts";
import { type ProgressRow, progressColumns, progressOf, workerJoin } from "../read/request-summary.ts";
import { topicConfigRows } from "../read/topic-config-rows.ts";
import { topicCostNow } from "../read/topic-cost.ts";
import { endingColumn } from "../read/topic-ending.ts";
import { topicLimits } from "../read/topic-limits.ts";
import { requestsVisibleTo } from "../read/visible-to.ts";

type Row = ProgressRow & {
  cluster: string;
  clusterName: string;
  name: string;
  id: string | null;
  teamId: string | null;
  teamSlug: string | null;
  teamName: string | null;
  spec: TopicSpec | null;
  metadata: (Omit<TopicMetadata, "classification"> & { classification: Classification }) | null;
  generation: number | null;
  observed: ObservedTopic | null;
  observedGeneration: number | null;
  lastApplied: { generation: number; spec: TopicSpec } | null;
  state: TopicState;
  topicReason: string | null;
  seenAt: Date | null;
  defaults: TopicDefaults;
  sizeBytes: bigint | null;
  lastWrittenAt: Date | null;
  records: bigint | null;
  recordsPerSecond: number | null;
  bytesPerSecond: number | null;
  measuredAt: Date | null;
  ending: TopicEnding | null;
  drift: DriftedField[] | null;
  moving: TopicView["moving"];
  blockedAt: Date | null;
  blockedUntil: Date | null;
  deletingAt: Date | null;
  version: number | null;
};

/** One topic, managed or not: what was decided, what was seen, and the difference as a plan. */
export const getTopic = defineQuery({
  name: "get-topic",
  permission: "topic.read",
  input: GetTopic,
  async handle({ actor, db }, { cluster, name }) {
    const row = name.isWellFormed() && !name.includes("\u0000") ? await readTopic(db, cluster, name) : undefined;
    if (!row) return fail("not_found", "There is no such thing, or you may not see it.");

    const { spec, observed, metadata } = row;
    const plan = spec && planTopic({ ...row, desired: spec, observedAt: row.seenAt?.toISOString() ?? null });
    const limits =
      row.teamSlug && spec && metadata ? (await topicLimits(db, row.cluster, row.teamSlug, row.name)).limits : [];
    return ok<TopicView>({
      ...viewOf(row),
      plan,
      cost: await topicCostNow(db, cluster, name),
      config: topicConfigRows({
        ...row,
        desired: spec,
        live: observed,
        lastApplied: row.lastApplied?.spec ?? null,
        limits,
      }),
      openRequests: row.id ? await openRequests(db, actor, row.id) : [],
      may: whatMay(actor, row),
    });
  },
});

async function readTopic(db: Database, cluster: string, name: string): Promise<Row | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT e.cluster_slug AS cluster, k.name AS "clusterName", e.name, t.id, m.id AS "teamId", m.slug AS "teamSlug", m.name AS "teamName",
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('partitions', t.partitions, 'replicationFactor', t.replication_factor,
        'config', t.config) END AS spec,
      CASE WHEN t.id IS NULL THEN NULL ELSE jsonb_build_object('description', t.description, 'classification', t.classification,
        'contact', t.contact, 'tags', t.tags, 'docs', t.docs, 'expectedBytesPerSecond', t.expected_bytes_per_second) END AS metadata,
      t.generation, s.observed_generation AS "observedGeneration", s.last_applied AS "lastApplied",
      CASE WHEN o.name IS NULL THEN NULL ELSE jsonb_build_object('topicId', o.kafka_topic_id, 'internal', o.internal,
        'partitions', o.partitions, 'replicationFactor', o.replication_factor, 'config', o.config) END AS observed,
      e.state, s.reason AS "topicReason", c.seen_at AS "seenAt",
      coalesce(c.topic_defaults, '{}') AS defaults, e.size_bytes AS "sizeBytes", e.last_written_at AS "lastWrittenAt",
      f.end_offset - f.start_offset AS records, f.records_per_second AS "recordsPerSecond", f.bytes_per_second AS "bytesPerSecond",
      greatest(f.measured_at, CASE WHEN f.name IS NULL THEN NULL ELSE c.figures_at END) AS "measuredAt",
      s.drift, s.progress AS moving, t.blocked_at AS "blockedAt", t.blocked_until AS "blockedUntil", t.deleting_at AS "deletingAt", t.version,
      ${endingColumn}, ${progressColumns}
    FROM catalogue e JOIN clusters k ON k.slug = e.cluster_slug
    LEFT JOIN topics t ON t.id = e.topic_id LEFT JOIN teams m ON m.id = t.team_id LEFT JOIN topic_status s ON s.topic_id = t.id
    LEFT JOIN topic_observations o ON o.cluster_slug = e.cluster_slug AND o.name = e.name
    LEFT JOIN topic_figures f ON f.cluster_slug = e.cluster_slug AND f.name = e.name
    LEFT JOIN cluster_status c ON c.cluster_slug = e.cluster_slug ${workerJoin(sql`e.cluster_slug`)}
    WHERE e.cluster_slug = ${cluster} AND e.name = ${name}`;
  return row;
}

function viewOf(row: Row): Omit<TopicView, "plan" | "cost" | "config" | "openRequests" | "may"> {
  const { cluster, clusterName, name, id, spec, metadata, generation, observedGeneration, observed } = row;
  const applied = generation !== null && observedGeneration === generation;
  const team =
    row.teamId && row.teamSlug && row.teamName ? { id: row.teamId, slug: row.teamSlug, name: row.teamName } : null;
  return {
    cluster,
    clusterName,
    name,
    id,
    team,
    desired: spec,
    metadata,
    generation,
    observed,
    observedGeneration,
    condition: {
      state: row.state,
      since: row.topicSince?.toISOString() ?? null,
      reason: row.topicReason,
      message: row.topicMessage ?? "",
    },
    progress: progressOf(generation === null ? null : applied ? "applied" : "approved", row),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    seenAt: row.seenAt?.toISOString() ?? null,
    sizeBytes: row.sizeBytes?.toString() ?? null,
    lastWrittenAt: row.lastWrittenAt?.toISOString() ?? null,
    records: row.records?.toString() ?? null,
    recordsPerSecond: row.recordsPerSecond,
    bytesPerSecond: row.bytesPerSecond,
    measuredAt: row.measuredAt?.toISOString() ?? null,
    ending: row.ending,
    drift: (row.drift ?? []).map((field) => topicDifference(field, row.defaults)),
    moving: row.moving,
    block: row.blockedAt && {
      since: row.blockedAt.toISOString(),
      until: row.blockedUntil?.toISOString() ?? null,
    },
    deletingAt: row.deletingAt?.toISOString() ?? null,
    version: row.version,
  };
}

async function openRequests(db: Database, actor: Actor, topicId: string) {
  const rows = await db.$queryRaw<{ id: bigint; kind: RequestKind; state: RequestState }[]>`
    SELECT r.id, r.kind, r.state FROM requests r
    WHERE r.topic_id = ${topicId}::uuid AND r.state IN ('submitted', 'approved') AND ${requestsVisibleTo(actor)} ORDER BY r.id DESC LIMIT 20`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

const NOT_NOW: Allowed = { allowed: false, needed: null };

/** What this person may do with a topic as it stands; where the topic's state rules it out, nobody could, and nothing is said of who may. */
function whatMay(actor: Actor, { id, name, teamId, state, blockedAt, deletingAt }: Row): TopicView["may"] {
  const owner = teamId === null ? {} : { teamId };
  const subject = { kind: "topic", id: id ?? name, ...owner, visibility: "everyone-signed-in" } as const;
  const may = (permission: Permission, possible: boolean) =>
    possible ? allowedTo(decide(actor, permission, subject)) : NOT_NOW;
  const alive = id !== null && deletingAt === null;
  const seen = alive && state !== "pending" && state !== "missing";
  return {
    retry: may("topic.retry", id !== null && state === "blocked"),
    announce: may("topic.announce", alive),
    change: may("topic.change", seen),
    describe: may("topic.describe", alive),
    // Also of one that is as desired: a key that nobody manages is taken over the same way.
    resolveDrift: may("topic.resolve-drift", alive && (state === "ready" || state === "drifted")),
    block: may("topic.block", seen && blockedAt === null),
    unblock: may("topic.unblock", alive && blockedAt !== null),
    delete: may("topic.delete", alive),
    cancelChange: may("request.cancel", alive),
    transfer: may("ownership.transfer", alive),
  };
}
