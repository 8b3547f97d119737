import type { AuditRow } from "#lib/contract/platform";
import type { Tone } from "../ui/tone.ts";

const words: Record<string, { tone: Tone; title: string }> = {
  "request.submitted": { tone: "wait", title: "Requested" },
  "request.edited": { tone: "wait", title: "Request edited" },
  "request.commented": { tone: "off", title: "Comment" },
  "request.approved": { tone: "ok", title: "Approved" },
  "request.rejected": { tone: "bad", title: "Rejected" },
  "request.withdrawn": { tone: "off", title: "Withdrawn" },
  "request.lapsed": { tone: "off", title: "Lapsed undecided" },
  "request.stale": { tone: "warn", title: "Not applied: the cluster had moved" },
  "request.superseded": { tone: "off", title: "Superseded by a later request" },
  "request.taken-back": { tone: "off", title: "Taken back before it was applied" },
  "request.applied": { tone: "ok", title: "Seen on the cluster as approved" },
  "topic.applied": { tone: "ok", title: "Applied and seen on the cluster" },
  "topic.created-on-cluster": { tone: "ok", title: "Made on the cluster" },
  "topic.transferred": { tone: "ok", title: "Transferred to another team" },
  "topic.given-owner": { tone: "ok", title: "Became a team’s" },
  "topic.adopted": { tone: "ok", title: "Seen on the cluster as it was taken over" },
  "topic.blocked": { tone: "bad", title: "Blocked" },
  "topic.unblocked": { tone: "ok", title: "Unblocked" },
  "topic.changed-on-cluster": { tone: "ok", title: "Changed on the cluster" },
  "topic.reverted": { tone: "ok", title: "Put back by itself as it was desired" },
  "topic.desired-otherwise": { tone: "off", title: "Decided to be otherwise" },
  "topic.described": { tone: "off", title: "Description changed" },
  "topic.deleted": { tone: "bad", title: "Seen to be gone from the cluster" },
  "topic.drifted": { tone: "warn", title: "Changed outside Headgate" },
  "topic.settled": { tone: "ok", title: "As approved again" },
  "topic.missing": { tone: "bad", title: "Not found on the cluster" },
  "topic.retried": { tone: "wait", title: "To be tried again" },
  "topic.sampled": { tone: "off", title: "Records were looked at" },
  "topic.ending-announced": { tone: "warn", title: "Its end was announced" },
  "topic.ending-withdrawn": { tone: "ok", title: "Goes on after all" },
  "application.created": { tone: "ok", title: "Application made" },
  "application.updated": { tone: "off", title: "Application changed" },
  "principal.ended": { tone: "off", title: "Principal ended" },
  "principal.expired": { tone: "off", title: "Principal ended on its last day" },
  "principal.retried": { tone: "wait", title: "To be tried again" },
  "principal.ready": { tone: "ok", title: "Principal seen on the cluster as wanted" },
  "principal.blocked": { tone: "bad", title: "Principal blocked" },
  "principal.drifted": { tone: "warn", title: "Principal changed outside Headgate" },
  "principal.removed": { tone: "ok", title: "Principal seen to be gone from the cluster" },
  "credential.issued": { tone: "ok", title: "Password made and shown once" },
  "credential.confirmed": { tone: "ok", title: "Credential seen on the broker" },
  "grant.applied": { tone: "ok", title: "Access seen on the cluster" },
  "grant.blocked": { tone: "bad", title: "Access blocked" },
  "grant.removed": { tone: "ok", title: "Access seen to be gone from the cluster" },
  "grant.expired": { tone: "off", title: "Access expired" },
  "grant.revoked": { tone: "off", title: "Access revoked" },
  "grant.released": { tone: "off", title: "Access given back" },
};

/** What an audit event says, for a timeline: a few words and how it went. An action without words of its own reads as it is recorded. */
export function auditWords({ action }: Pick<AuditRow, "action">): { tone: Tone; title: string } {
  const known = Object.hasOwn(words, action) ? words[action] : undefined;
  return known ?? { tone: "off", title: action.replaceAll(/[.-]/g, " ") };
}

export type AuditDifference = { path: string; before: string | null; after: string | null };

/** Fields that say the same as others, or nothing to a person. */
const LEFT_OUT = /(^|\.)(fingerprint|slots|violations|plan)(\.|$)/;

/** Before and after of an audit event, one row per field that differs: nested fields by their dotted path, lists as one value. */
export function auditDifferences({ before, after }: Pick<AuditRow, "before" | "after">): AuditDifference[] {
  const [was, is] = [flatten(before), flatten(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => !LEFT_OUT.test(path));
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((row) => row.before !== row.after);
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined || value === "") return into;
  if (typeof value === "object" && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === "" ? key : `${path}.${key}`, into);
    return into;
  }
  const text = Array.isArray(value) ? value.map(listed).join(", ") : String(value);
  return text === "" ? into : into.set(path, text);
}

function listed(item: unknown): string {
  return typeof item === "object" ? JSON.stringify(item) : String(item);
}
