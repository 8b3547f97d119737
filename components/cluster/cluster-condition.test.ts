import { expect, test } from "vitest";
import { clusterCondition } from "./cluster-condition.ts";

test("a cluster is called reachable only while a worker reaches it", () => {
  expect(clusterCondition({ condition: "reachable", detachedAt: null })).toEqual({ tone: "ok", word: "Reachable" });
  expect(clusterCondition({ condition: "reachable", detachedAt: "2026-11-21T09:00:00Z" }).word).toBe("Detached");
  expect(clusterCondition({ condition: "unknown", detachedAt: null }).tone).toBe("off");
});
