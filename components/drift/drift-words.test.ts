import { expect, it } from "vitest";
import type { DriftRow } from "#lib/contract/drift";
import { askForAccessHref, driftHref, driftValue, fieldLabel, revertInWords } from "./drift-words.ts";

const ALLOWED = { allowed: true, needed: null };
const row: DriftRow = {
  ...{ kind: "principal", id: "p1", cluster: "local", name: "orders.billing", message: "", reason: "drift", more: 0 },
  team: { id: "t1", slug: "orders", name: "Orders" },
  application: { slug: "billing", name: "Billing" },
  since: "2026-11-20T08:00:00.000Z",
  fields: [],
  openRequests: [],
  may: { revert: ALLOWED, adopt: ALLOWED },
};
const extra = (field: string): DriftRow => ({
  ...row,
  fields: [
    {
      field,
      desired: null,
      applied: null,
      observed: "ALLOW",
      since: row.since,
      revert: "destructive",
      adoptable: false,
    },
  ],
});

it("leads to where an object is shown whole", () => {
  expect(driftHref(row)).toBe("/applications/billing");
  expect(driftHref({ ...row, kind: "topic", name: "orders.placed.v1" })).toBe(
    "/topics/local/orders.placed.v1?tab=config",
  );
  expect(driftHref({ ...row, kind: "subject", name: "orders/value" })).toBe("/schemas/local/orders%2Fvalue");
});

it.each([
  ["TOPIC orders.placed.v1 READ", "orders.placed.v1"],
  ["TOPIC orders. (PREFIXED) DESCRIBE_CONFIGS", "orders."],
])("leads from %s in excess to the form that asks for it", (field, topic) => {
  expect(askForAccessHref(extra(field))).toBe(`/access/new?cluster=local&topic=${topic}&application=billing`);
});

it("leads nowhere from what nobody can ask for, or what is missing", () => {
  expect(askForAccessHref(extra("CLUSTER kafka-cluster ALTER"))).toBeNull();
  expect(askForAccessHref(row)).toBeNull();
});

it("says values and effects in words", () => {
  expect(driftValue("retention.ms", "604800000")).toMatchObject({ short: "7 d" });
  expect(driftValue("blocked", "true")).toMatchObject({ short: "yes" });
  expect(driftValue("partitions", null)).toBeNull();
  expect(revertInWords({ revert: null }).word).toBe("cannot be put back");
  expect(revertInWords({ revert: "destructive" }).tone).toBe("bad");
  expect(fieldLabel("replicationFactor")).toBe("replication factor");
});
