import { z } from "zod";
import { Slug, Tier } from "#lib/domain/cluster";
import { NameSegment } from "#lib/domain/policy";
import { TopicDefaults } from "#lib/domain/topic-defaults";
import { Person, RequestId, TeamRef } from "./common.ts";
import { RequestSummary } from "./requests.ts";
import { PlatformRole } from "./users.ts";

/** What a name is made of, for one cluster and team: one field per segment in the form. Null when no rule states a template. */
export const FormTemplate = z.object({
  policySlug: z.string(),
  separator: z.string(),
  segments: z.array(NameSegment),
  /** `{domain}.{dataset}.v{n}` */
  label: z.string(),
});

/** What the rules allow for one field, to be shown as a hint before anything is typed. */
export const FieldLimit = z.object({
  /** As in a violation: `spec.partitions`, `spec.config.retention.ms`. */
  path: z.string(),
  /** "1 to 24", "at most 30 d" */
  text: z.string(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  /** The only value that passes, when there is one. */
  fixed: z.string().nullable(),
  allowed: z.array(z.string()).nullable(),
  required: z.boolean(),
});
export type FieldLimit = z.infer<typeof FieldLimit>;

export const GetTopicForm = z.strictObject({
  /** Default: the first cluster and the first team of the person. */
  cluster: Slug.optional(),
  team: Slug.optional(),
  /** The request whose values fill the form: an edit of one's own, or a starting point for another. */
  edit: RequestId.optional(),
});

/** Everything that the request form needs before the first keystroke. */
export const TopicForm = z.object({
  clusters: z.array(z.object({ slug: z.string(), name: z.string(), tier: Tier })),
  /** Teams of this person: only a member asks for a team. */
  teams: z.array(TeamRef.extend({ prefixes: z.array(z.string()) })),
  cluster: z.string().nullable(),
  team: z.string().nullable(),
  template: FormTemplate.nullable(),
  limits: z.array(FieldLimit),
  /** "orders has 480 of 500 partitions, 12 more pending"; one sentence per budget in scope. */
  budget: z.array(z.string()),
  /** What counts on the cluster for a setting that is left empty, as it last told; empty before it ever told. */
  defaults: TopicDefaults,
});
export type TopicForm = z.infer<typeof TopicForm>;

export const GetTopicChangeForm = z.strictObject({ cluster: z.string().max(100), name: z.string().max(1_000) });

/** What the rules allow for one topic that is there, what its team has left, and what counts where nothing is set. */
export const TopicChangeForm = TopicForm.pick({ limits: true, budget: true, defaults: true });
export type TopicChangeForm = z.infer<typeof TopicChangeForm>;

/** What the shell around every page shows. Counts are capped at 99. */
export const Navigation = z.object({
  person: Person.extend({
    email: z.string().nullable(),
    platformRole: PlatformRole,
    theme: z.enum(["system", "light", "dark"]),
  }),
  waitingForMe: z.int(),
  approvals: z.int(),
  teams: z.array(TeamRef),
});
export type Navigation = z.infer<typeof Navigation>;

export const Inbox = z.object({
  /** Requests that this person can decide now, oldest first. */
  decidable: z.array(RequestSummary),
  /** This person's own requests: open ones, and those that ended within 14 days. */
  mine: z.array(RequestSummary),
  /** How the topics of the person's teams are. */
  health: z.array(
    z.object({
      ...{ team: TeamRef, topics: z.int(), ready: z.int(), pending: z.int(), blocked: z.int(), drifted: z.int() },
      /** Nobody writes or reads them. */
      stale: z.int(),
    }),
  ),
  /** Clusters that cannot be reached now, so that waiting is explained. */
  unreachable: z.array(z.object({ slug: z.string(), name: z.string(), since: z.string() })),
});
export type Inbox = z.infer<typeof Inbox>;
