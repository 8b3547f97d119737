import { expect, test } from "vitest";
import type { SubjectVersionView } from "#lib/contract/subjects";
import { comparedVersions } from "./compared-versions.ts";

const version = (number: number | null, state: SubjectVersionView["state"] = "registered"): SubjectVersionView => ({
  ...{ version: number, schemaId: number, state, message: "", requestId: null, seenAt: null },
});
const versions = [version(3), version(1), version(5), version(null, "pending"), version(2, "purged")];

test("the newest is compared with the one before it, whatever the order", () => {
  expect(comparedVersions(versions, {})).toEqual({ from: 3, to: 5 });
});

test("any two can be named, also backwards", () => {
  expect(comparedVersions(versions, { from: "5", to: "1" })).toEqual({ from: 5, to: 1 });
  expect(comparedVersions(versions, { to: "3" })).toEqual({ from: 1, to: 3 });
  expect(comparedVersions(versions, { to: "1" })).toEqual({ from: 3, to: 1 });
});

test("what does not exist, was purged or is no number counts as not named", () => {
  expect(comparedVersions(versions, { from: "2", to: "x" })).toEqual({ from: 3, to: 5 });
});

test("one version has nothing to be compared with", () => {
  expect(comparedVersions([version(1), version(null, "pending")], {})).toBeNull();
});
