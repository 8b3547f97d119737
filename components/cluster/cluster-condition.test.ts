import { expect, test } from "vitest";
import { clusterCondition, isHeldBack } from "./cluster-condition.ts";

test("a cluster is called reachable only while a worker reaches it", () => {
  expect(clusterCondition({ condition: "reachable", detachedAt: null })).toEqual({ tone: "ok", word: "Reachable" });
  expect(clusterCondition({ condition: "reachable", detachedAt: "2026-11-21T09:00:00Z" }).word).toBe("Detached");
  expect(clusterCondition({ condition: "unknown", detachedAt: null }).tone).toBe("off");
});

test("a cluster is held back while the guard of one that answers stands, and not otherwise", () => {
  const held = { condition: "reachable", message: "40 of 50 topics are gone.", detachedAt: null } as const;

  expect(isHeldBack(held)).toBe(true);
  expect(isHeldBack({ ...held, message: "" })).toBe(false);
  expect(isHeldBack({ ...held, condition: "unreachable" })).toBe(false);
  expect(isHeldBack({ ...held, detachedAt: "2026-11-21T09:00:00.000Z" })).toBe(false);
});
