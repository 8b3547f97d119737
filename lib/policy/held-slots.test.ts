import { describe, expect, it } from "vitest";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import type { Slot } from "#lib/domain/slot";
import { fillable, mayReject, slotsHeldBy } from "./held-slots.ts";

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

describe("acknowledgements of readers", () => {
  const reader = (teamId: string): Slot => ({
    id: `reader:${teamId}`,
    teamId,
    label: `${teamId}, who read it`,
    standInFrom: "2026-03-07T09:00:00.000Z",
  });
  const [billing, analytics] = [reader("billing"), reader("analytics")];
  const asked = { ...candidates, slots: [billing, analytics, ownerSlot, adminSlot] };
  const memberOf = (teamId: string) =>
    person(`member of ${teamId}`, { memberships: [{ teamId, teamSlug: teamId, role: "member" }] });

  it("come before every decision", () => {
    expect(fillable(asked.slots)).toEqual([billing, analytics]);
    expect(fillable([ownerSlot, adminSlot])).toEqual([ownerSlot, adminSlot]);
    expect(slotsHeldBy(owner, asked)).toEqual([]);
    expect(slotsHeldBy(admin, asked)).toEqual([]);
    expect(slotsHeldBy(owner, { ...asked, slots: [analytics, ownerSlot] })).toEqual([]);
    expect(slotsHeldBy(owner, { ...asked, slots: [ownerSlot] })).toEqual([{ slot: ownerSlot, standIn: false }]);
  });

  it("are given by anybody in the reading team, each for their own team", () => {
    expect(slotsHeldBy(memberOf("billing"), asked)).toEqual([{ slot: billing, standIn: false }]);
    expect(slotsHeldBy(person("o", ownerOf("analytics")), asked)).toEqual([{ slot: analytics, standIn: false }]);
    expect(slotsHeldBy(memberOf("payments"), asked)).toEqual([]);
    expect(slotsHeldBy({ ...memberOf("billing"), disabled: true }, asked)).toEqual([]);
  });

  it("are not the requester's, though they belong to the reading team too", () => {
    const both = memberOf("billing");
    expect(slotsHeldBy(both, { ...asked, requesterId: both.userId ?? "" })).toEqual([]);
  });

  it("are given in a team's stead by a platform admin only where that may be", () => {
    expect(slotsHeldBy(admin, { ...asked, teamsToStandInFor: ["billing"] })).toEqual([
      { slot: billing, standIn: true },
    ]);
    expect(slotsHeldBy(owner, { ...asked, teamsToStandInFor: ["billing"] })).toEqual([]);
  });

  it("are no veto: only who decides may reject, and without waiting for readers", () => {
    expect(mayReject(owner, asked)).toBe(true);
    expect(mayReject(admin, asked)).toBe(true);
    expect(mayReject(memberOf("billing"), asked)).toBe(false);
    expect(mayReject(person("o", ownerOf("analytics")), asked)).toBe(false);
    expect(mayReject(admin, { ...asked, slots: [billing, ownerSlot], teamsToStandInFor: ["billing"] })).toBe(false);
    expect(mayReject(owner, { ...asked, requesterId: "owner" })).toBe(false);
  });
});
