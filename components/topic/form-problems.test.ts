import { expect, test } from "vitest";
import type { TopicPreview } from "#lib/contract/topic-requests";
import type { Violation } from "#lib/domain/policy";
import { fixFirst, formProblems, problemAt } from "./form-problems.ts";

const violation: Violation = {
  policyId: "p",
  policySlug: "partitions-production",
  revision: 1,
  kind: "partitions",
  enforcement: "deny",
  path: "spec.partitions",
  actual: "50",
  limit: "1 to 24",
  message: "50 partitions; at most 24.",
  suggestion: 24,
  waivable: true,
};
const preview: TopicPreview = {
  submittable: false,
  errors: [{ path: "spec.config.retention.ms", message: "not a number" }],
  conflicts: [{ path: "name", message: "taken" }],
  violations: [violation, { ...violation, path: "metadata.description", enforcement: "warn" }],
  plan: null,
  fingerprint: null,
  risk: null,
  requiredApprovals: [],
  cost: null,
};

test("warnings keep nothing from being submitted, and no field is told twice", () => {
  const unreadable = [{ path: "spec.config.retention.ms", message: "“7 moons” cannot be read" }];

  expect(formProblems(unreadable, preview).map(({ path, message }) => [path, message])).toEqual([
    ["spec.config.retention.ms", "“7 moons” cannot be read"],
    ["name", "taken"],
    ["spec.partitions", "50 partitions; at most 24."],
  ]);
  expect(formProblems([], null)).toEqual([]);
});

test("a problem of one entry is the field's", () => {
  expect(problemAt([{ path: "metadata.tags.3", message: "upper case" }], "metadata.tags")).toBe("upper case");
  expect(problemAt([{ path: "name", message: "taken" }], "metadata.tags")).toBeUndefined();
});

test("the way out is named in words", () => {
  const at = (...paths: string[]) => fixFirst(paths.map((path) => ({ path, message: "" })));

  expect(at("name", "name")).toBe("Fix the name first. Everything you typed is kept.");
  expect(at("name", "spec.config.segment.ms")).toContain("the name and segment.ms");
  expect(at("name", "reason", "spec.partitions")).toContain("3 fields");
});
