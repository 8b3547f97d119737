import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { TeamRef } from "./common.ts";
import { Reason, RequestSubmitted } from "./topic-requests.ts";

/** Names of one kind; unknown ones are refused by their place. */
const names = (length: number, most: number) =>
  z
    .array(z.string().min(1, "must not be empty").max(length, `has at most ${length} characters`))
    .max(most, `at most ${most.toLocaleString("en")} at once`)
    .default([]);

const NAMED = ["topics", "subjects", "applications", "prefixes"] as const;

/**
 * What changes hands from one team to another. Topics and subjects are of `cluster`; applications and prefixes, which are of no cluster, may go with
 * them. `everything` is all that `from` owns there; without a cluster, on every cluster, a request each.
 */
export const RequestOwnershipTransfer = z
  .strictObject({
    cluster: Slug.optional(),
    /** Slugs of the team that gives and of the one that takes. */
    from: Slug,
    to: Slug,
    topics: names(249, 10_000),
    /** Subjects that belong to one of the topics go with it, named or not. */
    subjects: names(1_000, 10_000),
    applications: names(50, 1_000),
    prefixes: names(100, 1_000),
    everything: z.boolean().default(false),
    reason: Reason,
  })
  .superRefine((asked, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const named = NAMED.filter((kind) => asked[kind].length > 0);
    for (const kind of asked.everything ? named : []) wrong(kind, "is part of everything; leave it out, or everything");
    if (!asked.everything && named.length === 0)
      wrong("topics", `names nothing; give ${NAMED.join(", ")} or everything`);
    if (!asked.everything && asked.cluster === undefined)
      wrong("cluster", "says where the topics are; only everything may leave it out");
    if (asked.from === asked.to) wrong("to", "is the team that gives; name another one");
  });
export type RequestOwnershipTransfer = z.infer<typeof RequestOwnershipTransfer>;

/** One request per cluster, the first of which carries applications and prefixes; the others wait for it. */
export const OwnershipTransferRequested = z.object({ requests: z.array(RequestSubmitted) });
export type OwnershipTransferRequested = z.infer<typeof OwnershipTransferRequested>;

/** What a request for a transfer carries. */
export const OwnershipTransferDetail = z.object({
  from: TeamRef,
  to: TeamRef,
  topics: z.int(),
  subjects: z.int(),
  applications: z.int(),
  prefixes: z.array(z.string()),
});
export type OwnershipTransferDetail = z.infer<typeof OwnershipTransferDetail>;
