import { describe, expect, it } from "vitest";
import type { ManagedSubject, ManagedVersion } from "#lib/db/worker-stores/due-subjects";
import type { SeenSubject, SeenVersion } from "#lib/db/worker-stores/subject-observations";
import { decideSubjectStep, type RoundFacts } from "./decide-subject-step.ts";
import { NOT_TOLD } from "./read-subject.ts";

function version(ordinal: number, change: Partial<ManagedVersion> = {}): ManagedVersion {
  return {
    versionId: `version-${ordinal}`,
    ordinal,
    forced: false,
    desired: "registered",
    adoptedVersion: null,
    requestId: null,
    state: "pending",
    reason: null,
    message: "",
    attempted: false,
    registryVersion: null,
    schemaId: null,
    ...change,
  };
}
const registered = (number: number, change: Partial<ManagedVersion> = {}) =>
  version(number, { state: "registered", attempted: true, registryVersion: number, schemaId: number * 10, ...change });

function subject(change: Partial<ManagedSubject> = {}): ManagedSubject {
  return {
    subjectId: "subject",
    teamId: "team",
    name: "orders-value",
    compatibility: "BACKWARD",
    deletion: null,
    generation: 2,
    observedGeneration: 1,
    state: "ready",
    reason: null,
    attempt: 0,
    appliedCompatibility: "BACKWARD",
    levelLowered: false,
    drift: [],
    versions: [registered(1)],
    reverts: [],
    ...change,
  };
}

const live = (number: number, change: Partial<SeenVersion> = {}): SeenVersion => ({
  version: number,
  schemaId: number * 10,
  deleted: false,
  ...change,
});
const seen = (versions: SeenVersion[], change: Partial<SeenSubject> = {}): SeenSubject => ({
  name: "orders-value",
  compatibility: "BACKWARD",
  ownLevel: true,
  versions,
  ...change,
});
const FACTS: RoundFacts = { notFound: new Set(), unsettled: false, levelWritten: false };
const decide = (managed: ManagedSubject, sight: SeenSubject, facts: Partial<RoundFacts> = {}) =>
  decideSubjectStep(managed, sight, { ...FACTS, ...facts });

describe("a lowered level", () => {
  const lowered = subject({ levelLowered: true, versions: [registered(1), version(2, { forced: true })] });

  it("is restored before anything else, also when the subject is to be deleted", () => {
    const sight = seen([live(1)], { compatibility: "NONE" });
    const restore = { do: "set-level", level: "BACKWARD", restore: true };
    expect(decide(lowered, sight)).toEqual(restore);
    expect(decide({ ...lowered, deletion: "soft" }, sight)).toEqual(restore);
    expect(decide({ ...lowered, observedGeneration: 2 }, sight)).toEqual(restore);
  });

  it("counts as restored when it was seen so and no write of ours may still arrive, or nothing lives there", () => {
    expect(decide(lowered, seen([live(1)]))).toEqual({ do: "note-restored" });
    expect(decide(lowered, seen([], { compatibility: "NONE" }))).toEqual({ do: "note-restored" });
    expect(decide(lowered, seen([live(1)]), { unsettled: true })).toMatchObject({ do: "register" });
  });
});

describe("what was seen at its generation already", () => {
  const due = { observedGeneration: 2 };
  it.each([
    ["a level that differs", subject(due), seen([live(1)], { compatibility: "NONE" })],
    ["a version that is gone", subject({ ...due, versions: [registered(1), registered(2)] }), seen([live(1)])],
    ["a version that nobody asked for", subject(due), seen([live(1), live(2)])],
    ["a deleted subject that lives again", subject({ ...due, deletion: "soft" }), seen([live(1)])],
    [
      "a version to be deleted",
      subject({ ...due, versions: [registered(1, { desired: "deleted" })] }),
      seen([live(1)]),
    ],
  ])("%s is not written", (_, managed, sight) => {
    expect(decide(managed, sight)).toEqual({ do: "settle" });
  });

  it("except where a person asked to try a refused item again", () => {
    const retried = registered(1, { desired: "deleted", state: "pending" });
    expect(decide(subject({ ...due, versions: [retried] }), seen([live(1)]))).toMatchObject({ do: "delete-version" });
  });
});

describe("the level", () => {
  it("is set where another one is desired than was applied, or a revert was approved, and not for another request", () => {
    const drifted = seen([live(1)], { compatibility: "NONE" });
    expect(decide(subject(), drifted)).toEqual({ do: "settle" });
    expect(decide(subject({ reverts: [{ compatibility: "BACKWARD", missing: [] }] }), drifted)).toMatchObject({
      do: "set-level",
      restore: false,
    });
    expect(decide(subject({ compatibility: "FULL" }), seen([live(1)]))).toMatchObject({
      do: "set-level",
      level: "FULL",
    });
  });

  it("of a new subject is set even where it inherits the same, once", () => {
    const managed = subject({ appliedCompatibility: null });
    const inherited = seen([live(1)], { ownLevel: null });
    expect(decide(managed, inherited)).toMatchObject({ do: "set-level" });
    expect(decide(managed, inherited, { levelWritten: true })).toEqual({ do: "settle" });
    const adopted = subject({ appliedCompatibility: null, versions: [registered(1, { adoptedVersion: 1 })] });
    expect(decide(adopted, inherited)).toEqual({ do: "settle" });
  });
});

describe("a version", () => {
  it("is registered in its order; a forced one at a lowered level, unless nothing lives there or nothing is promised", () => {
    const two = subject({ versions: [registered(1), version(2, { forced: true }), version(3)] });
    expect(decide(two, seen([live(1)]))).toMatchObject({ do: "register", version: { ordinal: 2 }, lower: true });
    expect(decide(two, seen([live(1)], { compatibility: "NONE" }))).toMatchObject({ lower: false });
    expect(decide(two, seen([]))).toMatchObject({ do: "register", lower: false });
  });

  it("is looked for, and not registered, where nothing that lives is ours", () => {
    const managed = subject({ versions: [version(1)] });
    expect(decide(managed, seen([live(7)]))).toMatchObject({ do: "find" });
    expect(decide(managed, seen([live(7)]), { notFound: new Set(["version-1"]) })).toMatchObject({
      do: "block-version",
      reason: "foreign_subject",
    });
  });

  it("to be deleted goes softly, and for good once it is softly deleted", () => {
    const softly = subject({ versions: [registered(1, { desired: "deleted" })] });
    expect(decide(softly, seen([live(1)]))).toMatchObject({ do: "delete-version", number: 1, permanent: false });
    expect(decide(softly, seen([live(1, { deleted: true })]))).toMatchObject({ do: "note-version", state: "deleted" });
    const forGood = subject({ versions: [registered(1, { desired: "purged", state: "deleted" })] });
    expect(decide(forGood, seen([live(1, { deleted: true })]))).toMatchObject({
      do: "delete-version",
      permanent: true,
    });
    expect(decide(forGood, seen([]))).toMatchObject({ do: "note-version", state: "purged" });
  });

  it("is not deleted when its number holds another schema by now", () => {
    const managed = subject({ versions: [registered(1, { desired: "deleted" })] });
    expect(decide(managed, seen([live(1, { schemaId: 99 })]))).toMatchObject({
      do: "block-version",
      reason: "registered_anew",
    });
    expect(decide(managed, seen([live(1, { schemaId: NOT_TOLD })]))).toMatchObject({ do: "delete-version" });
  });

  it("that was deleted outside comes back only by an approved revert that names it", () => {
    const gone = subject({ versions: [registered(1), registered(2, { state: "missing" })] });
    expect(decide(gone, seen([live(1)]))).toEqual({ do: "settle" });
    const reverted = { ...gone, reverts: [{ compatibility: null, missing: [2] }] };
    expect(decide(reverted, seen([live(1)]))).toMatchObject({ do: "register", version: { ordinal: 2 } });
  });
});

describe("a subject to be deleted", () => {
  it("goes as a whole, softly and then for good, unless something of somebody else lives in it", () => {
    const going = subject({ deletion: "permanent" });
    expect(decide(going, seen([live(1)]))).toEqual({ do: "delete-subject", permanent: false });
    expect(decide(going, seen([live(1, { deleted: true })]))).toEqual({ do: "delete-subject", permanent: true });
    expect(decide(going, seen([]))).toMatchObject({ do: "note-version", state: "purged" });
    expect(decide(going, seen([live(1), live(2)]))).toMatchObject({ do: "block", reason: "foreign_version" });
  });
});
