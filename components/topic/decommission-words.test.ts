import { expect, it } from "vitest";
import type { Decommission } from "#lib/contract/decommission";
import { blockInWords, quietInWords, stepTone } from "./decommission-words.ts";

const NOT = { allowed: false, needed: null };
const topic: Decommission = {
  ...{ cluster: "local", name: "orders.placed.v1", team: { id: "t", slug: "orders", name: "Orders" } },
  ...{ step: "found", stale: true, staleAfterDays: 30, quietSince: "2026-09-01T00:00:00.000Z", activeGroups: 0 },
  ...{ sizeBytes: null, ending: null, block: null, deletingAt: null, request: null },
  may: { announce: NOT, block: NOT, unblock: NOT, delete: NOT, withdraw: NOT },
};
const block = { since: "2026-11-20T00:00:00.000Z", until: null, daysLeft: 3, inForce: true, problem: null };

it("never says that a block holds which was not seen on the cluster", () => {
  expect(blockInWords(block).text).toContain("Seen on the cluster");
  expect(blockInWords({ ...block, inForce: false }).text).toContain("reads and writes still pass");
  const problem = "The cluster keeps no ACLs.";
  expect(blockInWords({ ...block, inForce: false, problem })).toEqual({
    tone: "bad",
    text: `It is not in force: ${problem}`,
  });
});

it.each([
  [3, "3 days left"],
  [1, "1 day left"],
  [0, "are over"],
  [null, "are over"],
])("counts the days of a scream test: %s", (daysLeft, words) => {
  expect(blockInWords({ ...block, daysLeft }).text).toContain(words);
});

it("says whether a topic is needed, as far as anybody knows", () => {
  expect(quietInWords(topic)).toContain("more than 30 days");
  expect(quietInWords({ ...topic, stale: false, activeGroups: 2 })).toContain("2 consumer groups were active");
  expect(quietInWords({ ...topic, stale: false, quietSince: null })).toContain("Nobody has measured");
});

it("marks what is done, and what was left out", () => {
  const steps = { ...topic, step: "blocked", block } as const;
  expect(stepTone(steps, "found")).toBe("ok");
  expect(stepTone(steps, "announced")).toBe("off");
  expect(stepTone(steps, "blocked")).toBe("warn");
  expect(stepTone(steps, "deleting")).toBe("off");
  expect(stepTone({ ...steps, stale: false }, "found")).toBe("off");
  expect(stepTone({ ...topic, step: "found", stale: false }, "found")).toBe("warn");
});
