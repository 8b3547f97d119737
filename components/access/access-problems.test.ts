import { expect, test } from "vitest";
import type { AccessPreview } from "#lib/contract/access";
import type { Violation } from "#lib/domain/policy";
import { accessProblems, fixFirst, pathInForm, refusedInForm, violationsInForm } from "./access-problems.ts";

const violation = (path: string, enforcement: Violation["enforcement"] = "deny"): Violation => ({
  policyId: "p",
  policySlug: "access-production",
  revision: 1,
  kind: "access",
  enforcement,
  path,
  actual: null,
  limit: "at most 90 d",
  message: `${path} is not allowed`,
  suggestion: null,
  waivable: true,
});

const item = (violations: Violation[], conflicts: { path: string; message: string }[] = []) => ({
  topic: "orders.x",
  conflicts,
  violations,
  plan: null,
  fingerprint: null,
  risk: null,
  owner: null,
  requiredApprovals: [],
});

const preview = (items: AccessPreview["items"]): AccessPreview => ({ submittable: false, errors: [], items });

test("what is said about a topic stands at that topic, and at the control that is typed into", () => {
  expect(pathInForm(1, "transactionalId")).toBe("items.1.transactionalId.name");
  expect(pathInForm(1, "topic")).toBe("items.1.topic");
  expect(pathInForm(1, "items.1.consumerGroup")).toBe("items.1.consumerGroup.name");
  expect(pathInForm(1, "expiresAt")).toBe("expiresAt");
  expect(refusedInForm([{ path: "items.0.consumerGroup", message: "taken" }])[0]?.path).toBe(
    "items.0.consumerGroup.name",
  );
});

test("a rule that two topics break by the same end is told once", () => {
  const both = preview([item([violation("expiresAt")]), item([violation("expiresAt")])]);
  expect(violationsInForm(both)).toHaveLength(1);
  expect(accessProblems([], both)).toEqual([{ path: "expiresAt", message: "expiresAt is not allowed" }]);
});

test("a warning keeps nobody from asking, a taken group does", () => {
  const taken = { path: "consumerGroup.name", message: "belongs to billing" };
  const problems = accessProblems([], preview([item([violation("operation", "warn")], [taken])]));
  expect(problems).toEqual([{ path: "items.0.consumerGroup.name", message: "belongs to billing" }]);
  expect(fixFirst(problems)).toBe("Fix the consumer group first. Everything you typed is kept.");
});
