import { describe, expect, it } from "vitest";
import { ACKNOWLEDGE_WITHIN_DAYS, Slot } from "#lib/domain/slot";
import { platformSlot, readerSlots, requiredSlots } from "./required-slots.ts";

const orders = { id: "t1", name: "Orders" };
const billing = { id: "t2", name: "Billing" };
const analytics = { id: "t3", name: "Analytics" };
const askedAt = new Date("2026-03-02T09:00:00.000Z");

describe("readerSlots", () => {
  it("asks each reading team once, by name, and gives it days to answer", () => {
    const slots = readerSlots([billing, analytics, billing], orders, askedAt);
    expect(slots).toEqual([
      {
        id: "reader:t3",
        teamId: "t3",
        label: "Analytics, who read it",
        standInFrom: "2026-03-07T09:00:00.000Z",
      },
      { id: "reader:t2", teamId: "t2", label: "Billing, who read it", standInFrom: "2026-03-07T09:00:00.000Z" },
    ]);
    expect(ACKNOWLEDGE_WITHIN_DAYS).toBe(5);
    for (const slot of slots) expect(Slot.parse(slot)).toEqual(slot);
  });

  it("gives those who come later days of their own, and leaves the others theirs", () => {
    const asked = readerSlots([billing], orders, askedAt);
    const later = new Date("2026-03-20T09:00:00.000Z");
    const slots = readerSlots([billing, analytics], orders, later, asked);
    expect(slots.map(({ teamId, standInFrom }) => [teamId, standInFrom])).toEqual([
      ["t3", "2026-03-25T09:00:00.000Z"],
      ["t2", "2026-03-07T09:00:00.000Z"],
    ]);
  });

  it("does not ask the team that owns the subject: it decides anyway", () => {
    expect(readerSlots([orders], orders, askedAt)).toEqual([]);
    expect(readerSlots([orders, billing], orders, askedAt).map(({ teamId }) => teamId)).toEqual(["t2"]);
  });
});

it("has an owner decide on a quota that is adopted as it was seen, however little it changes", () => {
  for (const risk of ["low", "normal"] as const)
    expect(requiredSlots("principal.quota.drift", risk, orders)).toMatchObject([{ id: "owner-of-team" }]);
});

describe("requiredSlots of subjects", () => {
  const owner = { id: "owner-of-team", teamId: "t1", label: "an owner of Orders" };
  const admin = { id: "platform-admin", label: "a platform admin" };

  it.each([
    ["schema.register", "low", []],
    ["schema.register", "normal", [owner]],
    ["schema.register", "high", [owner]],
    ["subject.compatibility", "low", []],
    ["subject.compatibility", "normal", [owner]],
    ["subject.compatibility", "high", [owner, admin]],
    ["subject.adopt.unowned", "normal", [admin]],
    ["subject.adopt.drift", "normal", [owner]],
    ["subject.revert", "normal", [owner]],
    ["subject.delete", "high", [owner, admin]],
  ] as const)("%s of %s risk", (row, risk, slots) => expect(requiredSlots(row, risk, orders)).toEqual(slots));

  it("lets the platform speak for those whom nobody knows", () => expect(platformSlot()).toEqual(admin));
});
