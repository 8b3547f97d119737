import { describe, expect, it } from "vitest";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import type { Slot } from "#lib/domain/slot";
import { slotsHeldBy } from "./held-slots.ts";

const person = (userId: string, more: Partial<Actor> = {}): Actor => ({
  ...ANONYMOUS,
  kind: "user",
  userId,
  name: userId,
  ...more,
});
const ownerOf = (teamId: string) => ({ memberships: [{ teamId, teamSlug: teamId, role: "owner" as const }] });
const owner = person("owner", ownerOf("orders"));
const admin = person("admin", { platformRole: "admin" });

const ownerSlot: Slot = { id: "owner-of-team", teamId: "orders", label: "an owner of orders" };
const adminSlot: Slot = { id: "platform-admin", label: "a platform admin" };
const candidates = {
  slots: [ownerSlot, adminSlot],
  requesterId: "someone",
  approverIds: [],
  teamsToStandInFor: [],
};

describe("slotsHeldBy", () => {
  it("gives each slot to those it names", () => {
    expect(slotsHeldBy(owner, candidates)).toEqual([{ slot: ownerSlot, standIn: false }]);
    expect(slotsHeldBy(admin, candidates)).toEqual([{ slot: adminSlot, standIn: false }]);
  });

  it.each([
    ["a member", person("m", { memberships: [{ teamId: "orders", teamSlug: "orders", role: "member" }] })],
    ["another team's owner", person("x", ownerOf("payments"))],
    ["an auditor", person("a", { platformRole: "auditor" })],
    ["a disabled owner", { ...owner, disabled: true }],
    ["the installation", { ...ANONYMOUS, kind: "system" } as Actor],
    ["nobody", ANONYMOUS],
  ])("gives none to %s", (_, actor) => expect(slotsHeldBy(actor, candidates)).toEqual([]));

  it("lets a platform admin stand in where the team has no other owner, own slots first", () => {
    const ownerless = { ...candidates, teamsToStandInFor: ["orders"] };
    expect(slotsHeldBy(admin, ownerless)).toEqual([
      { slot: adminSlot, standIn: false },
      { slot: ownerSlot, standIn: true },
    ]);
    expect(slotsHeldBy(owner, ownerless)).toEqual([{ slot: ownerSlot, standIn: false }]);
  });

  it("gives none to the requester, nor to who has filled one", () => {
    expect(slotsHeldBy(owner, { ...candidates, requesterId: "owner" })).toEqual([]);
    expect(slotsHeldBy(admin, { ...candidates, approverIds: ["admin"] })).toEqual([]);
  });
});
