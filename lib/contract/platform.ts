import { z } from "zod";
import { Listener, Slug, Tier } from "#lib/domain/cluster";
import { ClusterSettings } from "#lib/domain/cluster-settings";
import { PolicyRule, PolicyScope } from "#lib/domain/policy";
import { TopicDefaults } from "#lib/domain/topic-defaults";
import { Cursor, Instant, Limit, pageOf } from "./common.ts";

export const ClusterView = z.object({
  slug: z.string(),
  name: z.string(),
  tier: Tier,
  listeners: z.array(Listener),
  kafkaClusterId: z.string().nullable(),
  condition: z.enum(["unknown", "reachable", "unreachable", "identity_changed"]),
  conditionSince: z.string().nullable(),
  message: z.string(),
  observedClusterId: z.string().nullable(),
  brokers: z.array(z.object({ id: z.number(), host: z.string(), port: z.number() })),
  topicCount: z.int().nullable(),
  partitionCount: z.int().nullable(),
  /** What counts there for keys that a topic does not set, as it last told: values as Kafka spells them. Empty before it ever told. */
  topicDefaults: TopicDefaults,
  seenAt: z.string().nullable(),
  sweepMs: z.int().nullable(),
  detachedAt: z.string().nullable(),
  /** The worker that holds the lease; null when none does. */
  worker: z.object({ id: z.string(), beatAt: z.string() }).nullable(),
  /** What people decide about it. */
  settings: ClusterSettings,
  version: z.int(),
});
export type ClusterView = z.infer<typeof ClusterView>;
export const ClusterPage = pageOf(ClusterView);
export const ConfirmClusterIdentity = z.strictObject({ cluster: Slug, kafkaClusterId: z.string().min(1).max(100) });

/** Settings that are not named stay as they are. `version` is the cluster's that the change was based on. */
export const UpdateClusterSettings = ClusterSettings.partial().extend({ cluster: Slug, version: z.int() });
export const ClusterSettingsUpdated = z.object({
  cluster: z.string(),
  settings: ClusterSettings,
  version: z.int(),
});
export type ClusterSettingsUpdated = z.infer<typeof ClusterSettingsUpdated>;

export const PolicyView = z.object({
  id: z.string(),
  slug: z.string(),
  revision: z.int(),
  rule: PolicyRule,
  scope: PolicyScope,
  enforcement: z.enum(["deny", "warn"]),
  message: z.string(),
  createdAt: z.string(),
});
export type PolicyView = z.infer<typeof PolicyView>;
export const PolicyPage = pageOf(PolicyView);

export const ListAudit = z.strictObject({
  /** `kind:id`, such as `topic:<id>` or `request:12`; or an object's name. */
  subject: z.string().trim().max(300).optional(),
  /** A person's id or name. */
  actor: z.string().trim().max(200).optional(),
  action: z.string().trim().max(100).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});
export type ListAudit = z.infer<typeof ListAudit>;
export const AuditRow = z.object({
  number: z.string(),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  action: z.string(),
  object: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  requestId: z.number().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const AuditPage = pageOf(AuditRow);

export const Search = z.strictObject({ q: z.string().trim().min(1).max(249) });
export const SearchResult = z.object({
  items: z.array(
    z.object({
      kind: z.enum(["topic", "schema", "application", "team", "request", "page"]),
      title: z.string(),
      subtitle: z.string(),
      href: z.string(),
    }),
  ),
});
export type SearchResult = z.infer<typeof SearchResult>;
