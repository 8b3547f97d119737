import { expect, test } from "vitest";
import type { Violation } from "#lib/domain/policy";
import { suggestionText, verdictSummary } from "./verdict-words.ts";

const violation = (rest: Partial<Violation>): Violation => ({
  policyId: "p",
  policySlug: "partitions-production",
  revision: 1,
  kind: "partitions",
  enforcement: "deny",
  path: "spec.partitions",
  actual: "50",
  limit: "at most 24",
  message: "Too many partitions.",
  suggestion: 24,
  waivable: true,
  ...rest,
});

test("a suggestion for a setting reads as people write it", () => {
  expect(suggestionText(violation({ path: "spec.config.retention.ms", suggestion: "604800000" }))).toBe("7 d");
  expect(suggestionText(violation({}))).toBe("24");
  expect(suggestionText(violation({ suggestion: null }))).toBeNull();
});

test("only a deny breaks the rules", () => {
  const warn = violation({ enforcement: "warn" });

  expect(verdictSummary([])).toEqual({ tone: "ok", words: "all rules pass" });
  expect(verdictSummary([warn])).toEqual({ tone: "warn", words: "1 warning" });
  expect(verdictSummary([warn, violation({})])).toEqual({ tone: "bad", words: "1 rule broken" });
  expect(verdictSummary([violation({}), violation({})])).toEqual({ tone: "bad", words: "2 rules broken" });
});
