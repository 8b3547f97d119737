import { expect, test } from "vitest";
import { auditDifferences, auditWords } from "./audit-words.ts";

test("only what differs is told, by its path", () => {
  const before = { patch: { spec: { partitions: 6, config: { "retention.ms": "1" } }, metadata: { tags: ["a"] } } };
  const after = { patch: { spec: { partitions: 6, config: { "retention.ms": "2" } }, metadata: { tags: ["a", "b"] } } };

  expect(auditDifferences({ before, after })).toEqual([
    { path: "patch.spec.config.retention.ms", before: "1", after: "2" },
    { path: "patch.metadata.tags", before: "a", after: "a, b" },
  ]);
});

test("a beginning has no before, empty values and what only machines read are left out", () => {
  const after = {
    name: "orders.x.v1",
    reason: "",
    contact: null,
    fingerprint: "abc",
    slots: [{ id: "platform-admin" }],
  };

  expect(auditDifferences({ before: null, after })).toEqual([{ path: "name", before: null, after: "orders.x.v1" }]);
});

test("an action without words of its own reads as it is recorded", () => {
  expect(auditWords({ action: "cluster.identity-confirmed" }).title).toBe("cluster identity confirmed");
  expect(auditWords({ action: "constructor" }).title).toBe("constructor");
});
