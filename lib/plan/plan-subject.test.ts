import { describe, expect, it } from "vitest";
import { Plan } from "#lib/domain/plan";
import { fingerprintOf } from "./fingerprint.ts";
import { planAdoption, planCompatibility, planSubjectDeletion, planSubjectRevert } from "./plan-subject.ts";

const about = { cluster: "local", subject: "orders.placed.v1-value", observedAt: "2026-01-05T09:10:00.000Z" };

describe("planCompatibility", () => {
  it("is destructive where it promises less, neutral where it does not", () => {
    const lower = planCompatibility(about, "FULL", "BACKWARD");
    expect(lower.changes).toEqual([{ field: "compatibility", from: "FULL", to: "BACKWARD", kind: "destructive" }]);
    expect(lower.effects).toEqual([
      { field: "compatibility", text: "Versions that FULL would have refused are taken from then on." },
    ]);
    const higher = planCompatibility(about, "BACKWARD", "FULL");
    expect(higher.changes).toMatchObject([{ kind: "neutral" }]);
    expect(higher.effects[0]?.text).toMatch(/those that are there stay\.$/);
    expect(Plan.parse(higher)).toEqual(higher);
  });

  it("counts another promise as less: readers could rely on the one that goes", () =>
    expect(planCompatibility(about, "BACKWARD", "FORWARD_TRANSITIVE").changes).toMatchObject([
      { kind: "destructive" },
    ]));

  it("refuses what is so already", () =>
    expect(planCompatibility(about, "FULL", "FULL")).toMatchObject({
      changes: [],
      refusals: [{ field: "compatibility", reason: "It is FULL already." }],
    }));
});

describe("planAdoption", () => {
  const found = { ...about, compatibility: "BACKWARD" as const, versions: [1, 3], team: "Orders" };

  it("takes over a subject that nobody owns, with its level and all its versions", () => {
    const plan = planAdoption({ ...found, before: null });
    expect(plan.changes).toEqual([
      { field: "subject", from: null, to: "owned by Orders", kind: "neutral" },
      { field: "compatibility", from: null, to: "BACKWARD", kind: "neutral" },
      { field: "version 1", from: null, to: "as it is registered", kind: "neutral" },
      { field: "version 3", from: null, to: "as it is registered", kind: "neutral" },
    ]);
    expect(plan.effects[0]?.text).toMatch(/^Nothing changes in the registry\./);
  });

  it("takes over only what differs of one that is managed", () => {
    const before = { compatibility: "FULL" as const, versions: [1, 2] };
    expect(planAdoption({ ...found, before }).changes).toEqual([
      { field: "compatibility", from: "FULL", to: "BACKWARD", kind: "neutral" },
      { field: "version 3", from: null, to: "as it is registered", kind: "neutral" },
      { field: "version 2", from: "registered", to: null, kind: "neutral" },
    ]);
    expect(planAdoption({ ...found, before: { compatibility: "BACKWARD", versions: [1, 3] } }).changes).toEqual([]);
  });
});

describe("planSubjectRevert", () => {
  it("sets the level and registers again what was deleted outside", () => {
    const compatibility = { observed: "NONE", desired: "FULL" } as const;
    const plan = planSubjectRevert({ ...about, compatibility, missing: [2] });
    expect(plan.changes).toEqual([
      { field: "compatibility", from: "NONE", to: "FULL", kind: "neutral" },
      { field: "version 2", from: null, to: "registered again", kind: "additive" },
    ]);
    expect(plan.effects).toEqual([{ field: "version 2", text: "It gets a new number, the next in this subject." }]);
  });

  it("does nothing where nothing differs", () => {
    const compatibility = { observed: "FULL", desired: "FULL" } as const;
    expect(planSubjectRevert({ ...about, compatibility, missing: [] }).changes).toEqual([]);
  });
});

describe("planSubjectDeletion", () => {
  const there = {
    ...about,
    versions: null,
    present: [
      { version: 1, deleted: false },
      { version: 2, deleted: true },
      { version: 3, deleted: false },
    ],
    permanent: false,
    referencedBy: [],
    readers: [],
  };

  it("deletes the whole subject softly: all that still lives, with who reads it", () => {
    const plan = planSubjectDeletion({ ...there, readers: ["billing reads it."] });
    expect(plan.changes).toEqual([
      { field: "subject", from: "registered", to: null, kind: "destructive" },
      { field: "version 1", from: "registered", to: "deleted", kind: "destructive" },
      { field: "version 3", from: "registered", to: "deleted", kind: "destructive" },
    ]);
    expect(plan.refusals).toEqual([]);
    expect(plan.effects[0]).toEqual({ field: "subject", text: "billing reads it." });
    expect(plan.effects[1]?.text).toMatch(/still decoded, by its id\.$/);
  });

  it("deletes for good what was softly deleted before", () => {
    const plan = planSubjectDeletion({ ...there, versions: [2], permanent: true });
    expect(plan.changes).toEqual([{ field: "version 2", from: "deleted", to: null, kind: "destructive" }]);
    expect(plan.effects[0]?.text).toMatch(/^Its text is gone:/);
    expect(plan.refusals).toEqual([]);
  });

  it.each([
    ["a version that is not there", { versions: [9] }, "version 9", "There is no version 9."],
    ["a version that is deleted already", { versions: [2] }, "version 2", "Version 2 is deleted already."],
    [
      "a version for good that still lives",
      { versions: [1], permanent: true },
      "version 1",
      "Version 1 is still registered. Only what was softly deleted before can go for good.",
    ],
    [
      "the whole subject for good while a version of it lives",
      { permanent: true },
      "subject",
      "Version 1 is still registered. Only what was softly deleted before can go for good.",
    ],
    ["what is gone already", { present: [] }, "subject", "There is nothing left to delete."],
    [
      "what is gone already, for good",
      { present: [], permanent: true },
      "subject",
      "Only what was softly deleted before can go for good.",
    ],
    [
      "what others refer to",
      { referencedBy: ["orders.other-value version 4"] },
      "schema",
      "orders.other-value version 4 refers to it; change that first.",
    ],
  ])("refuses %s", (_, more, field, reason) =>
    expect(planSubjectDeletion({ ...there, ...more }).refusals).toContainEqual({ field, reason }),
  );

  it("names each version once, however often it was asked", () =>
    expect(planSubjectDeletion({ ...there, versions: [1, 1] }).changes).toHaveLength(1));

  it("is another plan for each version, and for good than softly", () => {
    const plans = [
      planSubjectDeletion({ ...there, versions: [1] }),
      planSubjectDeletion({ ...there, versions: [3] }),
      planSubjectDeletion({ ...there, versions: [2], permanent: true }),
      planSubjectDeletion(there),
    ];
    expect(new Set(plans.map(fingerprintOf)).size).toBe(plans.length);
  });
});
