import type { RequestSummary, RequestView } from "#lib/contract/requests";
import type { RequestKind } from "#lib/domain/request-kind";
import { subjectHref } from "../schema/subject-href.ts";

type Asked = Pick<RequestSummary, "kind" | "name"> & Partial<Pick<RequestView, "access">>;

/** What is asked, in three parts: the object's name stands between words and is set in monospace. */
export type RequestTitleWords = { before: string; name: string; after: string };

const WORDS: { readonly [Kind in RequestKind]: { before: string; after?: string } } = {
  "topic.create": { before: "Create" },
  "topic.change": { before: "Change" },
  "topic.revert": { before: "Put topic", after: "back as it was desired" },
  "topic.adopt": { before: "Adopt", after: "as the cluster holds it" },
  "topic.block": { before: "Block" },
  "topic.delete": { before: "Delete" },
  "topic.import": { before: "Take over" },
  "ownership.transfer": { before: "Transfer" },
  "access.create": { before: "Access to" },
  "access.renew": { before: "Longer access to" },
  "principal.create": { before: "New principal" },
  "principal.quota": { before: "Another quota for" },
  "principal.revert": { before: "Put back what", after: "lost on the cluster" },
  "acl.remove": { before: "Remove ACLs of" },
  "schema.register": { before: "A schema for" },
  "subject.compatibility": { before: "Another compatibility for" },
  "subject.adopt": { before: "Adopt", after: "as the registry holds it" },
  "subject.revert": { before: "Put", after: "back as it was desired" },
  "subject.delete": { before: "Delete from" },
  "group.reset": { before: "Reset offsets of" },
};

/**
 * What a request asks for, as a heading. Where the whole request is known, access names who asks and for what: `analytics-reports
 * asks to consume orders.order-placed.v1`.
 */
export function requestTitle({ kind, name, access }: Asked): RequestTitleWords {
  const { before, after = "" } = WORDS[kind];
  if (!access) return { before, name, after };

  const { application, terms } = access;
  if (kind === "access.renew") return { before: `${application.slug} asks to keep its access to`, name, after };
  const all = terms?.patternType === "PREFIXED" ? "all that begins with " : "";
  return { before: `${application.slug} asks to ${terms?.operation ?? "use"} ${all}`.trimEnd(), name, after };
}

/** The same in one line, for labels. */
export function requestTitleText(request: Asked): string {
  const { before, name, after } = requestTitle(request);
  return [before, name, after].filter(Boolean).join(" ");
}

/** Where to look at what an approved request is about; null where no page shows it, or not any more. */
export function objectOf(request: RequestView): { href: string; label: string } | null {
  const { kind, state, cluster, name, access, principal } = request;
  if (kind === "topic.delete" && state === "applied") return null;
  const topic = `/topics/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`;
  if (isAboutTopic(kind)) return { href: topic, label: "Open the topic" };
  if (isAboutSubject(kind)) return { href: subjectHref(cluster, name), label: "Open the subject" };
  if (access?.terms?.patternType === "LITERAL")
    return { href: `${topic}?tab=access`, label: "Open the topic’s access" };

  const application = access?.application ?? principal?.application;
  return application ? { href: `/applications/${application.slug}`, label: "Open the application" } : null;
}

/** What the worker brings to the cluster, as the subject of a sentence. */
export function subjectWords(kind: RequestKind): { what: string; seen: string } {
  if (kind === "topic.delete") return { what: "the deletion", seen: "It was seen to be gone from" };
  if (kind === "topic.import") return { what: "what was taken over", seen: "All of it was seen on" };
  if (kind === "group.reset") return { what: "the offsets", seen: "They were seen on" };
  if (kind === "topic.block") return { what: "the block", seen: "Its block was seen on" };
  if (kind === "topic.change") return { what: "the change", seen: "The topic was seen on" };
  if (isAboutTopic(kind)) return { what: "the topic", seen: "It was seen on" };
  if (kind === "subject.delete") return { what: "the deletion", seen: "It was seen to be gone from the registry of" };
  if (isAboutSubject(kind)) return { what: "the subject", seen: "It was seen in the registry of" };
  if (kind === "acl.remove") return { what: "the removal", seen: "Its ACLs were seen to be gone from" };
  if (kind.startsWith("access.")) return { what: "its ACLs", seen: "Its ACLs were seen on" };
  return { what: "the principal", seen: "The principal was seen on" };
}

/** Requests about one topic. */
export function isAboutTopic(kind: RequestKind): boolean {
  return kind.startsWith("topic.") && kind !== "topic.import";
}

/** Requests about what a schema registry holds. */
function isAboutSubject(kind: RequestKind): boolean {
  return kind.startsWith("schema.") || kind.startsWith("subject.");
}
