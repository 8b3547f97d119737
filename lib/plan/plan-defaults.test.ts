import { expect, it } from "vitest";
import type { ChangeKind, Plan } from "#lib/domain/plan";
import { fingerprintOf } from "./fingerprint.ts";
import { onlyFields, planChange, shorterRetentionMs } from "./plan-change.ts";
import { planSpecAdoption } from "./plan-drift.ts";

const DAY = "86400000";
const WEEK = "604800000";
const MONTH = "2592000000";

/** Retention from one value to another, null where it is not set, on a cluster whose brokers keep so long by default. */
function changed(from: string | null, to: string | null, byDefault: string): Plan {
  const config: Record<string, string> = { "segment.ms": WEEK, ...(from !== null && { "retention.ms": from }) };
  const spec = { partitions: 6, replicationFactor: 3, config };
  return planChange({
    ...{ cluster: "local", name: "orders.order-placed.v1", spec, classification: "internal", observedAt: null },
    observed: { topicId: "q1", internal: false, ...spec },
    patch: { config: { "retention.ms": to, "segment.ms": DAY } },
    defaults: { "retention.ms": byDefault },
  });
}

it.each<[string, string | null, string | null, string, ChangeKind, bigint | null]>([
  ["7 d where 30 d are inherited", null, WEEK, MONTH, "destructive", 604_800_000n],
  ["7 d where 1 d is inherited", null, WEEK, DAY, "neutral", null],
  ["7 d unset where the default is 1 d", WEEK, null, DAY, "destructive", 86_400_000n],
  ["7 d unset where the default is 30 d", WEEK, null, MONTH, "neutral", null],
  ["no limit unset", "-1", null, MONTH, "destructive", 2_592_000_000n],
  ["7 d unset where nothing limits it", WEEK, null, "-1", "neutral", null],
])("%s", (_, from, to, byDefault, kind, shorterMs) => {
  const plan = changed(from, to, byDefault);

  expect(plan.changes).toContainEqual({ field: "retention.ms", from, to, kind });
  expect(plan.defaults).toEqual({ "retention.ms": byDefault });
  expect(shorterRetentionMs(plan)).toBe(shorterMs);
  expect(plan.effects.some(({ text }) => text.startsWith("Deletes every record older"))).toBe(shorterMs !== null);
});

it("is part of what is approved where a key of the plan is not set, and of no other plan", () => {
  const [asShown, moved] = [changed(WEEK, null, MONTH), changed(WEEK, null, DAY)];
  expect(fingerprintOf(moved)).not.toBe(fingerprintOf(asShown));

  const stated = changed(WEEK, DAY, MONTH);
  expect(stated).not.toHaveProperty("defaults");
  expect(fingerprintOf(changed(WEEK, DAY, DAY))).toBe(fingerprintOf(stated));
  expect(onlyFields(asShown, ["segment.ms"])).not.toHaveProperty("defaults");
});

it("is said of a topic's keys only, also by an adoption", () => {
  const adoption = planSpecAdoption({
    ...{ cluster: "local", name: "orders.order-placed.v1", topicId: "q1", observedAt: null },
    spec: { partitions: 6, replicationFactor: 3, config: { "retention.ms": WEEK } },
    patch: { partitions: 12, config: { "retention.ms": null } },
    defaults: { "retention.ms": DAY, "segment.ms": DAY },
  });
  expect(adoption.defaults).toEqual({ "retention.ms": DAY });
});

it("is stock Kafka's of a plan that was made before clusters told theirs", () => {
  const { defaults: _, ...before } = changed(MONTH, null, DAY);
  expect(shorterRetentionMs(before)).toBe(604_800_000n);
});
