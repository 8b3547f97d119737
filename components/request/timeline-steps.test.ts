import { describe, expect, test } from "vitest";
import type { RequestView } from "#lib/contract/requests";
import { timelineSteps } from "./timeline-steps.ts";

const allowed = { allowed: true, needed: null };
const owner = { id: "owner-of-team" as const, teamId: "t", label: "an owner of Orders" };

const submitted: RequestView = {
  id: 12,
  kind: "topic.create",
  cluster: "local",
  name: "orders.order-placed.v1",
  team: { id: "t", slug: "orders", name: "Orders" },
  askingTeam: { id: "t", slug: "orders", name: "Orders" },
  requester: { id: "u1", name: "Member of orders" },
  state: "submitted",
  risk: "normal",
  reason: "New service.",
  fingerprint: "0".repeat(64),
  createdAt: "2026-11-21T09:00:00.000Z",
  decidedAt: null,
  progress: { step: null, since: null, message: "", verifiedAt: null },
  version: 1,
  access: null,
  principal: null,
  schema: null,
  topicImport: null,
  transfer: null,
  offsetReset: null,
  bundle: [],
  dependsOn: null,
  patch: {
    spec: { partitions: 6, replicationFactor: 1, config: {} },
    metadata: {
      description: "",
      classification: "internal",
      contact: "",
      tags: [],
      docs: "",
      expectedBytesPerSecond: null,
    },
  },
  plan: {
    object: { kind: "topic", cluster: "local", name: "orders.order-placed.v1" },
    topicId: null,
    basedOn: null,
    changes: [],
    refusals: [],
    effects: [],
  },
  violations: [],
  slots: [{ slot: owner, holders: [{ id: "u2", name: "Owner of orders" }], moreHolders: 0, filled: false, mine: true }],
  approvals: [],
  comments: [],
  lapsesAt: "2026-12-21T09:00:00.000Z",
  endedAt: null,
  outcome: null,
  may: {
    ...{ approve: allowed, reject: allowed, withdraw: allowed, cancel: allowed, edit: allowed },
    ...{ comment: allowed, copy: allowed, retry: allowed },
  },
};

const approval = {
  slot: "owner-of-team",
  by: { id: "u2", name: "Owner of orders" },
  comment: "Fine.",
  standIn: false,
  at: "2026-11-21T09:10:00.000Z",
  dropped: false,
};

const approved: RequestView = {
  ...submitted,
  state: "approved",
  decidedAt: "2026-11-21T09:10:00.000Z",
  approvals: [approval],
  slots: submitted.slots.map((slot) => ({ ...slot, filled: true })),
  progress: {
    step: "waiting",
    since: "2026-11-21T09:05:00.000Z",
    message: "The cluster does not answer.",
    verifiedAt: null,
  },
};

const told = (request: RequestView, history: Parameters<typeof timelineSteps>[1] = []) =>
  timelineSteps(request, history).map(({ tone, title, note }) =>
    [tone, note ? `${title} (${note})` : title].join(": "),
  );

const row = (action: string, name: string) => ({
  number: "1",
  action,
  actor: { kind: "user", id: "u", name },
  at: "2026-11-21T09:20:00.000Z",
});

test("an undecided request shows the whole way that is still to go", () => {
  expect(told(submitted)).toEqual([
    "ok: Requested by Member of orders",
    "wait: Decided (0 of 1)",
    "off: Applied to local",
    "off: Seen on the cluster",
  ]);
});

test("an approved request is not called applied while the cluster does not answer", () => {
  expect(told(approved)).toEqual([
    "ok: Requested by Member of orders",
    "ok: Approved by Owner of orders (as an owner of Orders)",
    "ok: Decided (1 of 1)",
    "warn: Waiting for local",
    "off: Seen on the cluster",
  ]);
});

test("an applied request ends with the time at which it was seen", () => {
  const verifiedAt = "2026-11-21T09:11:00.000Z";
  const progress = { step: "applied" as const, since: verifiedAt, message: "", verifiedAt };
  const steps = timelineSteps({ ...approved, state: "applied", endedAt: verifiedAt, progress }, []);
  expect(steps.at(-1)).toMatchObject({ tone: "ok", title: "Seen on the cluster", at: verifiedAt });
});

test("another owner is nothing that a cluster shows", () => {
  const endedAt = "2026-11-21T10:00:00.000Z";
  const transfer = { ...submitted, kind: "ownership.transfer" as const };
  expect(timelineSteps(transfer, []).at(-1)).toMatchObject({ title: "Has its new owner", tone: "off" });
  const applied = { ...transfer, state: "applied" as const, decidedAt: endedAt, endedAt };
  expect(timelineSteps(applied, []).at(-1)).toEqual({
    key: "applied",
    tone: "ok",
    title: "Has its new owner",
    at: endedAt,
  });
});

test("an approval that an edit dropped says so, after the edit", () => {
  const edited = { ...submitted, approvals: [{ ...approval, dropped: true }] };
  expect(told(edited, [row("request.edited", "Member of orders")])).toEqual([
    "ok: Requested by Member of orders",
    "warn: Approval by Owner of orders no longer counts",
    "ok: Changed by Member of orders",
    "wait: Decided (0 of 1)",
    "off: Applied to local",
    "off: Seen on the cluster",
  ]);
});

describe("a request that ended", () => {
  test("names who rejected it and why, and nothing after it", () => {
    const rejected = { ...submitted, state: "rejected" as const, outcome: "Use orders.order.v1." };
    const steps = timelineSteps(rejected, [row("request.rejected", "Owner of orders")]);
    expect(steps.at(-1)).toMatchObject({ tone: "bad", title: "Rejected by Owner of orders", detail: rejected.outcome });
  });

  test("by the clock names nobody", () => {
    const lapsed = { ...submitted, state: "lapsed" as const };
    expect(told(lapsed).at(-1)).toBe("bad: Lapsed: nobody decided in time");
  });

  test("after its approval keeps the approval", () => {
    const stale = { ...approved, state: "stale" as const, outcome: "The topic was changed outside." };
    expect(told(stale).slice(-2)).toEqual(["ok: Decided (1 of 1)", "bad: Not applied: the cluster had moved"]);
  });
});

test("a change that was taken back names who did it, and is not called replaced", () => {
  const change = { ...approved, kind: "topic.change" as const, state: "superseded" as const };
  expect(told(change, [row("request.taken-back", "Owner of orders")]).at(-1)).toBe(
    "bad: Taken back by Owner of orders",
  );
  expect(told(change).at(-1)).toBe("bad: Replaced by a later change");
});

test("a deletion ends when nothing is seen any more", () => {
  expect(told({ ...submitted, kind: "topic.delete" }).at(-1)).toBe("off: Seen to be gone");
});

test("a reader acknowledges, and does not approve", () => {
  const reader = {
    id: "reader:r" as const,
    teamId: "r",
    label: "Analytics, who read it",
    standInFrom: "2026-11-26T09:00:00.000Z",
  };
  const request: RequestView = {
    ...submitted,
    slots: [{ slot: reader, holders: [], moreHolders: 0, filled: true, mine: false }],
    approvals: [
      {
        slot: reader.id,
        by: { id: "u4", name: "Reader" },
        comment: "",
        standIn: false,
        at: "2026-11-21T10:00:00.000Z",
        dropped: false,
      },
    ],
  };
  expect(timelineSteps(request, [])).toContainEqual(
    expect.objectContaining({ title: "Acknowledged by Reader", note: "as Analytics, who read it" }),
  );
});
