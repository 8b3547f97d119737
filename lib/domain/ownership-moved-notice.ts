import type { Notice } from "./notice.ts";

type Party = { id: string; name: string };

export type MovedOwnership = {
  requestId: number;
  cluster: string;
  /** What was asked for, as its request is called. */
  name: string;
  from: Party;
  to: Party & { slug: string };
  topics: readonly string[];
  reason: string;
  by: string | null;
};

/** Topics that a notice names; the rest is a number. */
const NAMED = 10;

/** Tells both sides that something belongs to another team now. */
export function noticeOwnershipMoved(moved: MovedOwnership): Notice {
  const { requestId, cluster, name, from, to, reason, by } = moved;
  return {
    kind: "topic-moved",
    dedupeKey: `topic-moved:${requestId}`,
    subject: `${name} on ${cluster} belongs to ${to.name} now`,
    body: `${name} on ${cluster} belonged to ${from.name} and belongs to ${to.name} now.\n\n${reason}`,
    path: `/requests/${requestId}`,
    audience: { membersOf: [from.id, to.id], webhooksOf: [from.id, to.id], except: by },
    data: { requestId, cluster, name, from: from.name, to: to.name },
  };
}

/** Tells a team that uses some of the topics whom to ask from now on. */
export function noticeTopicsMoved(moved: MovedOwnership, user: { id: string; topics: readonly string[] }): Notice {
  const { requestId, cluster, from, to, by } = moved;
  const { topics } = user;
  const [first = ""] = topics;
  const what = topics.length === 1 ? first : `${topics.length} topics that you use`;
  const verb = topics.length === 1 ? "belongs" : "belong";
  const listed = topics.slice(0, NAMED).join("\n");
  const more = topics.length > NAMED ? `\nand ${topics.length - NAMED} more` : "";
  return {
    kind: "topic-moved",
    dedupeKey: `topic-moved:${requestId}:${user.id}`,
    subject: `${what} on ${cluster} ${verb} to ${to.name} now`,
    body: `${to.name} owns it now, not ${from.name}. Your access stays as it is.\n\n${listed}${more}`,
    path:
      topics.length === 1
        ? `/topics/${cluster}/${encodeURIComponent(first)}`
        : `/topics?cluster=${cluster}&team=${to.slug}`,
    audience: { membersOf: [user.id], webhooksOf: [user.id], except: by },
    data: { cluster, name: first, topics: topics.length, from: from.name, to: to.name },
  };
}
