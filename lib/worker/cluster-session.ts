import type { Logger } from "pino";
import type { Database } from "#lib/db/database";
import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import type { ClusterAdmin } from "#lib/kafka/cluster-admin";
import { AcceptedWrites } from "./accepted-writes.ts";
import type { Lease } from "./lease.ts";

/** Steps between which a worker may die; tests die there. */
export type Checkpoint = "taken" | "attempt-recorded" | "answered" | "verified" | "committed";

/** A sweep's verdict on one topic that the next sweep has to share before it counts: `state reason`. */
export type Suspicions = Map<string, string>;

/** What a worker has of a cluster for as long as it holds the cluster's lease, whichever of its systems it works with. */
export type LeasedSession = {
  readonly slug: string;
  readonly workerId: string;
  readonly db: Database;
  readonly lease: Lease;
  readonly log: Logger;
  /** Ends the session: the worker stops, or the lease is lost. */
  readonly signal: AbortSignal;
};

/**
 * One Kafka cluster in the hands of one worker. What is remembered here is lost with the process, so nothing may depend on it but speed and
 * patience.
 */
export type ClusterSession = LeasedSession & {
  readonly admin: ClusterAdmin;
  /** The private key that credentials are sealed to. */
  readonly credentialKey: string;
  readonly checkpoint: (step: Checkpoint) => void;
  /** Sizes, offsets and groups change all the time; they are read at most this often, ms. */
  readonly figuresIntervalMs: number;
  /** Topics that the cluster said it created and that were not read back yet, by our topic id. */
  readonly awaited: Map<string, { kafkaTopicId: string; giveUpAt: number }>;
  /** Changes of topics that the cluster took; some do not show yet. */
  readonly accepted: AcceptedWrites;
  /** What the last sweep saw of the managed topics that were not as they were said to be. */
  suspicions: Suspicions;
  /** How often an admin had confirmed the cluster when the mass-change guard fired; one time more is the word that the answer is right. */
  guardedAtConfirmation: number | null;
  /** What keys mean there that are not set, as the cluster last told; stock Kafka's before. */
  topicDefaults: TopicDefaults;
  /** How many topics the last sweep saw; null before the first. */
  topicsOnCluster: number | null;
  /** How many ACLs the last sweep saw; null before the first. */
  aclsOnCluster: number | null;
  /** When each ACL was last written, by its text and the monotonic clock: a sweep that began before does not know better. */
  readonly touchedAcls: Map<string, number>;
  /** As `guardedAtConfirmation`, for ACLs. */
  aclsGuardedAtConfirmation: number | null;
  /** As `suspicions`, of principals. */
  principalSuspicions: Suspicions;
  /** When groups were last read, by the monotonic clock. */
  groupsReadAt: number | null;
  /** The moment, by the database's clock, of the points that lag was last recorded in; null before the first. */
  lagRecordedAt: number | null;
  /** When the figures were last read, by the monotonic clock. */
  figuresReadAt: number | null;
};

/** A session that has not looked at anything yet. */
export function openSession(
  parts: Pick<ClusterSession, "slug" | "workerId" | "db" | "admin" | "lease" | "credentialKey" | "log" | "signal"> &
    Partial<Pick<ClusterSession, "checkpoint" | "figuresIntervalMs">>,
): ClusterSession {
  return {
    figuresIntervalMs: 60_000,
    ...parts,
    checkpoint: parts.checkpoint ?? (() => undefined),
    awaited: new Map(),
    accepted: new AcceptedWrites(),
    suspicions: new Map(),
    guardedAtConfirmation: null,
    topicDefaults: STOCK_DEFAULTS,
    topicsOnCluster: null,
    aclsOnCluster: null,
    touchedAcls: new Map(),
    aclsGuardedAtConfirmation: null,
    principalSuspicions: new Map(),
    groupsReadAt: null,
    lagRecordedAt: null,
    figuresReadAt: null,
  };
}

/** The actor under which this worker appears in the audit trail. */
export function workerActor(session: Pick<ClusterSession, "workerId">) {
  return { kind: "worker" as const, id: session.workerId, name: "worker" };
}
