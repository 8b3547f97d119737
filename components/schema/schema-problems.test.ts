import { expect, test } from "vitest";
import type { SchemaPreview } from "#lib/contract/schema-requests";
import { fixFirst, problemsElsewhere, problemText, schemaProblems } from "./schema-problems.ts";

const preview: SchemaPreview = {
  submittable: false,
  errors: [
    { path: "topic", message: "is not there" },
    { path: "references.0.version", message: "versions begin with 1" },
  ],
  problems: [{ message: "a comma is missing", line: 3, column: 12 }],
  conflicts: [],
  violations: [],
  hash: null,
  impact: null,
  plan: null,
  fingerprint: null,
  risk: null,
  requiredApprovals: [],
  nextMajorTopic: null,
};

test("a problem says where it is, as far as that is known", () => {
  expect(problemText({ message: "x", line: 3, column: 12 })).toBe("Line 3, column 12: x");
  expect(problemText({ message: "x", line: 3, column: null })).toBe("Line 3: x");
  expect(problemText({ message: "x", line: null, column: null })).toBe("x");
});

test("each problem is told once, and the form's own words go first", () => {
  const own = { path: "references.0.version", message: "“x” is not a version" };
  expect(schemaProblems([own], preview)).toEqual([
    own,
    { path: "schema", message: "Line 3, column 12: a comma is missing" },
    { path: "topic", message: "is not there" },
  ]);
});

test("what Kafka or the registry cannot do, and only rules that deny, hold a draft back", () => {
  const violation = {
    policyId: "1",
    policySlug: "docs",
    revision: 1,
    kind: "schema",
    enforcement: "warn" as const,
    path: "schema",
    actual: null,
    limit: "required",
    message: "has no doc",
    suggestion: null,
    waivable: true,
  };
  const plan = {
    object: { kind: "subject" as const, cluster: "local", name: "s" },
    topicId: null,
    basedOn: null,
    changes: [],
    refusals: [{ field: "schema", reason: "it is incompatible" }],
    effects: [],
  };
  const judged = { ...preview, errors: [], problems: [], violations: [violation], plan };
  expect(schemaProblems([], judged)).toEqual([{ path: "schema", message: "it is incompatible" }]);
});

test("what to fix is named, and more than two are counted", () => {
  const at = (...paths: string[]) => paths.map((path) => ({ path, message: "x" }));
  expect(fixFirst(at("schema", "schema", "references.1.name"))).toContain("Fix the schema and the references first");
  expect(fixFirst(at("schema", "topic", "team"))).toContain("Fix 3 fields first");
});

test("what no control is about is told apart", () => {
  const problems = ["schema", "references.0.name", "cluster", "subject"].map((path) => ({ path, message: "x" }));
  expect(problemsElsewhere(problems).map(({ path }) => path)).toEqual(["subject"]);
});
