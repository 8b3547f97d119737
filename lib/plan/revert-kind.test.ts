import { expect, it } from "vitest";
import type { TopicSpec } from "#lib/domain/topic-spec";
import { planTopic } from "./plan-topic.ts";
import { revertKind } from "./revert-kind.ts";

const SPEC: TopicSpec = { partitions: 3, replicationFactor: 2, config: { "retention.ms": "604800000" } };

/** Of a cluster that keeps for a day what is not told otherwise. */
const DEFAULTS = { "retention.ms": "86400000" };

/** The field as it lives, beside what is desired in {@link SPEC}. */
const LIVE: [string, Partial<TopicSpec>][] = [
  ["partitions", { partitions: 2 }],
  ["partitions", { partitions: 6 }],
  ["replicationFactor", { replicationFactor: 1 }],
  ["replicationFactor", { replicationFactor: 3 }],
  ["retention.ms", { config: { "retention.ms": "3600000" } }],
  ["retention.ms", { config: { "retention.ms": "2592000000" } }],
  ["retention.ms", { config: {} }],
];

it.each(LIVE)("says of %s what the plan of putting it back says: %o", (field, changed) => {
  const observed = { ...SPEC, ...changed, topicId: "an-id", internal: false };
  const plan = planTopic({
    cluster: "local",
    name: "orders.placed.v1",
    desired: SPEC,
    observed,
    observedAt: null,
    defaults: DEFAULTS,
  });
  const text = (spec: TopicSpec) => {
    if (field === "partitions" || field === "replicationFactor") return String(spec[field]);
    return spec.config[field] ?? null;
  };
  const kind = plan.changes.find((change) => change.field === field)?.kind ?? null;
  expect(revertKind({ field, desired: text(SPEC), observed: text(observed) }, DEFAULTS)).toBe(kind);
});

it("takes service away where a block is put back, and gives it where one is lifted", () => {
  expect(revertKind({ field: "blocked", desired: "true", observed: "false" }, DEFAULTS)).toBe("destructive");
  expect(revertKind({ field: "blocked", desired: "false", observed: "true" }, DEFAULTS)).toBe("neutral");
});
