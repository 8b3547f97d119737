import { describe, expect, it } from "vitest";
import type { Violation } from "#lib/domain/policy";
import { standingViolations } from "./standing-violations.ts";

const violation = (more: Partial<Violation>): Violation => ({
  ...{
    policyId: "p",
    policySlug: "rule",
    revision: 1,
    kind: "retention",
    enforcement: "deny",
    path: "spec.config.retention.ms",
  },
  ...{ actual: "1", limit: "2", message: "Broken.", suggestion: null, waivable: true },
  ...more,
});
const enforced = (...args: Parameters<typeof standingViolations>) =>
  standingViolations(...args).map(({ enforcement }) => enforcement);

describe("what was broken before", () => {
  it("only warns while it stays as it was, and refuses where it is broken otherwise", () => {
    const before = [violation({})];
    expect(enforced(before, [violation({})])).toEqual(["warn"]);
    expect(enforced(before, [violation({ actual: "3" })])).toEqual(["deny"]);
    expect(enforced([], [violation({})])).toEqual(["deny"]);
  });

  it("says that it was so", () => {
    const [standing] = standingViolations([violation({})], [violation({})]);
    expect(standing?.message).toBe("Broken. (It was so before.)");
  });
});

describe("a budget that is exceeded", () => {
  const bytes = (actual: string) => violation({ kind: "budget", actual });
  const partitions = (actual: string) => violation({ kind: "budget", path: "spec.partitions", actual });

  it("lets a topic have less of it, whatever is asked for in words", () => {
    expect(enforced([bytes("604800000")], [bytes("86400000")])).toEqual(["warn"]);
  });

  it("lets no topic have more of it, also where the words are the same", () => {
    expect(enforced([bytes("1")], [bytes("1")], { partitions: false, bytes: true })).toEqual(["deny"]);
    expect(enforced([partitions("3")], [partitions("6")], { partitions: true, bytes: false })).toEqual(["deny"]);
  });

  it("judges each of its limits for itself", () => {
    const both = [partitions("3"), bytes("1")];
    expect(enforced(both, both, { partitions: true, bytes: false })).toEqual(["deny", "warn"]);
  });
});
