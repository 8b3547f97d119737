import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { OwnerCandidate, OwnerConfidence } from "#lib/domain/owner-candidate";
import { Violation } from "#lib/domain/policy";
import { RequestState } from "#lib/domain/request";
import { TopicName } from "#lib/domain/topic-name";
import { Cursor, Limit, pageOf, TeamRef } from "./common.ts";
import { Reason } from "./topic-requests.ts";

export const ListUnmanagedTopics = z.strictObject({
  /** The name comes from an address; an unknown one is not found. */
  cluster: z.string().max(100),
  /** Part of a name. */
  q: z.string().trim().max(249).optional(),
  /** Only topics whose likeliest owner is this team. */
  team: Slug.optional(),
  /** Only topics whose likeliest owner is this sure. */
  confidence: OwnerConfidence.optional(),
  /** Only topics for which nothing speaks for anybody. */
  none: z.stringbool().optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

export const UnmanagedTopic = z.object({
  name: z.string(),
  partitions: z.int(),
  replicationFactor: z.int(),
  retentionMs: z.string().nullable(),
  /** Bytes on disk of all replicas, int64 as text. */
  sizeBytes: z.string().nullable(),
  lastWrittenAt: z.string().nullable(),
  /** Who may own it, the surest first. */
  candidates: z.array(OwnerCandidate),
  /** What it breaks of today's rules as it is, were it the first candidate's. */
  violations: z.array(Violation),
  /** The undecided request by which it is to be taken over. */
  requestId: z.number().nullable(),
});
export type UnmanagedTopic = z.infer<typeof UnmanagedTopic>;
export const UnmanagedTopicPage = pageOf(UnmanagedTopic);

/** Most topics of one import. */
const MOST_IMPORTED = 10_000;
/** Most topics of one claim. */
const MOST_CLAIMED = 1_000;
/** Bytes of a body that names that many topics. */
export const IMPORT_BODY_BYTES = 4 * 1024 * 1024;

const names = z.array(TopicName).max(MOST_IMPORTED);
const choice = {
  cluster: Slug,
  /** Topics and the teams that are to own them; they go before the rule. */
  topics: z
    .array(z.strictObject({ name: TopicName, team: Slug }))
    .max(MOST_IMPORTED)
    .default([]),
  /** All other topics whose likeliest owner is at least this sure. `likely` takes the certain ones too. */
  byRule: z.strictObject({ confidence: OwnerConfidence.exclude(["weak"]), except: names.default([]) }).optional(),
};

/** Topics that nobody manages become teams' as they are; a request for each team. */
export const ImportTopics = z.strictObject({ ...choice, reason: Reason });
export const PreviewTopicImport = z.strictObject({ ...choice, reason: z.unknown().optional() });
export type ImportChoice = Omit<z.infer<typeof ImportTopics>, "reason">;
/** The same before it was parsed. */
export type ImportAsked = Omit<z.input<typeof ImportTopics>, "reason">;

/** A team asks for topics that nobody owns. */
export const ClaimTopics = z.strictObject({
  cluster: Slug,
  topics: z.array(TopicName).min(1).max(MOST_CLAIMED),
  team: Slug,
  reason: Reason,
});

export const ImportConflict = z.object({ name: z.string(), message: z.string() });
export type ImportConflict = z.infer<typeof ImportConflict>;

/** The answer to "what if I imported this": nothing is stored. */
export const TopicImportPreview = z.object({
  /** Topics that would become somebody's. */
  topics: z.int(),
  /** Topics that are the named team's already; they are left as they are. */
  alreadyOwned: z.int(),
  teams: z.array(z.object({ team: TeamRef, topics: z.int(), partitions: z.int(), sizeBytes: z.string() })),
  /** Broken rules, each with how many topics break it; they warn and refuse nothing. */
  violations: z.array(z.object({ violation: Violation, topics: z.int(), example: z.string() })),
  /** What cannot be taken over, and why: the whole import is refused while there is one. The first hundred. */
  conflicts: z.array(ImportConflict),
  moreConflicts: z.int(),
});
export type TopicImportPreview = z.infer<typeof TopicImportPreview>;

export const TopicsImported = z.object({
  /** Null when nothing was left to ask for. */
  bundleId: z.string().nullable(),
  alreadyOwned: z.int(),
  requests: z.array(
    z.object({
      id: z.number(),
      state: z.string(),
      team: z.string(),
      topics: z.int(),
      fingerprint: z.string(),
    }),
  ),
});
export type TopicsImported = z.infer<typeof TopicsImported>;

/** How far an import is: seen on the cluster as desired, or stuck. */
export const ImportProgress = z.object({ total: z.int(), settled: z.int(), blocked: z.int() });
export type ImportProgress = z.infer<typeof ImportProgress>;

/** What only a request to take topics over has. */
export const TopicImportDetail = z.object({ topics: z.array(z.string()), progress: ImportProgress });
export type TopicImportDetail = z.infer<typeof TopicImportDetail>;

export const ListTopicImports = z.strictObject({ cluster: Slug });
export const TopicImportRow = z.object({
  id: z.number(),
  name: z.string(),
  team: TeamRef,
  state: RequestState,
  createdAt: z.string(),
  progress: ImportProgress,
});
export type TopicImportRow = z.infer<typeof TopicImportRow>;
