import type { AuditRow } from "#lib/contract/platform";
import type { RequestView } from "#lib/contract/requests";
import type { Tone } from "../ui/tone.ts";

export type TimelineStep = {
  key: string;
  tone: Tone;
  title: string;
  note?: string;
  at: string | null;
  detail?: string;
};

type History = readonly Pick<AuditRow, "number" | "action" | "actor" | "at">[];

/**
 * The way of a request, oldest first: requested, decided, applied, seen on the cluster. What has not come yet is there too (tone
 * `off`), so that the way to go is seen; it ends where the request ended.
 * @param history the request's own audit rows: who changed and who ended it
 */
export function timelineSteps(request: RequestView, history: History): TimelineStep[] {
  const steps = [...whatHappened(request, history), decision(request, history)];
  if (!wasApproved(request)) return request.state === "submitted" ? [...steps, ...toCome(request)] : steps;
  return [...steps, ...onTheCluster(request, history)];
}

function whatHappened(request: RequestView, history: History): TimelineStep[] {
  const { requester, createdAt } = request;
  const edits = history
    .filter(({ action }) => action === "request.edited")
    .map(({ number, actor, at }) => done(`edit-${number}`, `Changed by ${actor.name}`, at));
  const approvals = request.approvals.map((approval) => approvalStep(request, approval));
  const later = [...edits, ...approvals].sort((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
  return [done("requested", `Requested by ${requester.name}`, createdAt), ...later];
}

function approvalStep(request: RequestView, approval: RequestView["approvals"][number]): TimelineStep {
  const { by, at, comment, dropped, standIn } = approval;
  const label = request.slots.find(({ slot }) => slot.id === approval.slot)?.slot.label ?? approval.slot;
  const key = `approval-${by.id}-${at}`;
  if (dropped) {
    const detail = "The request was changed afterwards.";
    return { key, tone: "warn", title: `Approval by ${by.name} no longer counts`, at, detail };
  }
  const note = standIn ? `standing in for ${label}` : `as ${label}`;
  const what = approval.slot.startsWith("reader:") ? "Acknowledged" : "Approved";
  return { ...done(key, `${what} by ${by.name}`, at), note, ...(comment ? { detail: comment } : {}) };
}

function decision(request: RequestView, history: History): TimelineStep {
  const { state, slots, decidedAt, endedAt, outcome } = request;
  const filled = `${slots.filter((slot) => slot.filled).length} of ${slots.length}`;
  if (wasApproved(request)) {
    if (slots.length === 0)
      return { ...done("decided", "Approved by the rules", decidedAt), note: "no approval needed" };
    return { ...done("decided", "Decided", decidedAt), note: `${slots.length} of ${slots.length}` };
  }
  if (state === "submitted") return { key: "decided", tone: "wait", title: "Decided", note: filled, at: null };

  const by = history.find(({ action }) => action === `request.${state}`)?.actor;
  const who = by?.kind === "user" || by?.kind === "token" ? ` by ${by.name}` : "";
  const title = `${UNDECIDED_ENDS[state] ?? "Ended"}${who}`;
  return { key: "decided", tone: "bad", title, at: endedAt, ...(outcome ? { detail: outcome } : {}) };
}

const UNDECIDED_ENDS: Partial<Record<RequestView["state"], string>> = {
  rejected: "Rejected",
  withdrawn: "Withdrawn",
  lapsed: "Lapsed: nobody decided in time",
  stale: "Out of date",
};

function onTheCluster(request: RequestView, history: History): TimelineStep[] {
  const { kind, state, cluster, progress, endedAt, outcome } = request;
  if (state === "stale" || state === "superseded") {
    const takenBack = history.find(({ action }) => action === "request.taken-back");
    const replaced = takenBack ? `Taken back by ${takenBack.actor.name}` : "Replaced by a later change";
    const title = state === "stale" ? "Not applied: the cluster had moved" : replaced;
    return [{ key: "applied", tone: "bad", title, at: endedAt, ...(outcome ? { detail: outcome } : {}) }];
  }
  // Who owns a thing is nothing that a cluster could show.
  if (kind === "ownership.transfer") return [done("applied", "Has its new owner", endedAt)];
  if (state === "applied" || progress.step === "applied") {
    const seen = done("seen", SEEN[kind] ?? "Seen on the cluster", progress.verifiedAt);
    return [done("applied", `Applied to ${cluster}`, endedAt ?? progress.since), seen];
  }

  const under = { key: "applied", at: progress.since, ...(progress.message ? { detail: progress.message } : {}) };
  const seen = toCome(request).slice(1);
  return [{ ...under, ...STANDING[progress.step ?? "applying"](cluster) }, ...seen];
}

const STANDING = {
  applying: (cluster: string) => ({ tone: "wait" as const, title: `Applying to ${cluster}` }),
  waiting: (cluster: string) => ({ tone: "warn" as const, title: `Waiting for ${cluster}` }),
  blocked: (cluster: string) => ({ tone: "bad" as const, title: `Blocked on ${cluster}` }),
};

/** What counts as applied, for what is seen otherwise than by being there itself. */
const SEEN: Partial<Record<RequestView["kind"], string>> = {
  "topic.change": "The topic was seen on the cluster as approved",
  "topic.revert": "The topic was seen as it was desired",
  "topic.adopt": "The topic was seen as it was adopted",
  "topic.block": "The block was seen on the cluster",
  "topic.delete": "The topic was seen to be gone",
  "access.create": "Its ACLs were seen on the cluster",
  "access.renew": "Its ACLs were seen on the cluster",
  "acl.remove": "The ACLs were seen to be gone",
  "schema.register": "The version was seen in the registry",
  "subject.compatibility": "The level was seen in the registry",
  "subject.adopt": "It was seen in the registry",
  "subject.revert": "It was seen in the registry",
  "subject.delete": "It was seen to be gone from the registry",
};

function toCome({ kind, cluster, plan }: RequestView): TimelineStep[] {
  if (kind === "ownership.transfer") return [{ key: "applied", tone: "off", title: "Has its new owner", at: null }];
  const where = plan.object.kind === "subject" ? "in the registry" : "on the cluster";
  return [
    { key: "applied", tone: "off", title: `Applied to ${cluster}`, at: null },
    { key: "seen", tone: "off", title: kind === "topic.delete" ? "Seen to be gone" : `Seen ${where}`, at: null },
  ];
}

/** A decision that was made stays one, whatever became of it; a request that ended undecided has no time of decision. */
function wasApproved({ state, decidedAt }: RequestView): boolean {
  if (state === "approved" || state === "applied" || state === "superseded") return true;
  return state === "stale" && decidedAt !== null;
}

function done(key: string, title: string, at: string | null): TimelineStep {
  return { key, tone: "ok", title, at };
}
