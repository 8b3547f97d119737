import { expect, it } from "vitest";
import type { DriftRow } from "#lib/contract/drift";
import type { AclBinding } from "#lib/domain/acl-binding";
import { driftHref, driftValue, fieldLabel, revertInWords, unsetInWords, wayToKeep } from "./drift-words.ts";

const ALLOWED = { allowed: true, needed: null };
const row: DriftRow = {
  ...{ kind: "principal", id: "p1", cluster: "local", name: "orders.billing", message: "", reason: "drift", more: 0 },
  team: { id: "t1", slug: "orders", name: "Orders" },
  application: { slug: "billing", name: "Billing" },
  since: "2026-11-20T08:00:00.000Z",
  fields: [],
  openRequests: [],
  may: { revert: ALLOWED, adopt: ALLOWED, askForAccess: ALLOWED },
};
const ACL: AclBinding = {
  ...{
    principal: "User:orders.billing",
    resourceType: "TOPIC",
    resourceName: "orders.placed.v1",
    patternType: "LITERAL",
  },
  ...{ operation: "READ", permissionType: "ALLOW", host: "*" },
};
const excess = (acl: Partial<AclBinding>) => ({ desired: null, binding: { ...ACL, ...acl } });

it("leads to where an object is shown whole", () => {
  expect(driftHref(row)).toBe("/applications/billing");
  expect(driftHref({ ...row, kind: "topic", name: "orders.placed.v1" })).toBe(
    "/topics/local/orders.placed.v1?tab=config",
  );
  expect(driftHref({ ...row, kind: "subject", name: "orders/value" })).toBe("/schemas/local/orders%2Fvalue");
});

it.each<[Partial<AclBinding>, string]>([
  [{}, "topic=orders.placed.v1&operation=consume"],
  [{ operation: "WRITE" }, "topic=orders.placed.v1&operation=produce"],
  [{ resourceName: "orders.", patternType: "PREFIXED" }, "topic=orders.&operation=consume&pattern=PREFIXED"],
  [{ host: "10.0.0.7" }, "topic=orders.placed.v1&operation=consume&host=10.0.0.7"],
])("leads from an ACL in excess, %o, to the form that asks for it, filled in", (acl, search) => {
  expect(wayToKeep(row, excess(acl))).toEqual({ href: `/access/new?application=billing&cluster=local&${search}` });
});

it.each<Partial<AclBinding>>([
  { permissionType: "DENY" },
  { resourceType: "CLUSTER", resourceName: "kafka-cluster", operation: "ALTER" },
  { operation: "DELETE" },
])("says of an ACL in excess that no access gives, %o, that it can only go", (acl) => {
  expect(wayToKeep(row, excess(acl))).toEqual({ href: null });
});

it("has nothing to keep where a binding is missing, or a setting differs", () => {
  expect(wayToKeep(row, { ...excess({}), desired: "ALLOW" })).toBeNull();
  expect(wayToKeep(row, { desired: null, binding: null })).toBeNull();
});

it.each([
  [{ field: "retention.ms", byDefault: "604800000" }, "cluster default: 7 d"],
  [{ field: "retention.ms" }, "cluster default"],
  [{ field: "vendor.key", byDefault: "on" }, "cluster default: on"],
  [{ field: "consumerByteRate" }, "no limit"],
  [{ field: "TOPIC orders.placed.v1 READ", binding: ACL }, "none"],
  [{ field: "compatibility" }, "not set"],
])("says what counts where %o is not set", (field, words) => {
  expect(unsetInWords({ binding: null, byDefault: null, ...field })).toBe(words);
});

it("says values and effects in words", () => {
  expect(driftValue("retention.ms", "604800000")).toMatchObject({ short: "7 d" });
  expect(driftValue("blocked", "true")).toMatchObject({ short: "yes" });
  expect(driftValue("consumerByteRate", "10485760")).toMatchObject({ short: "10 MiB/s (10,485,760 B/s)" });
  expect(driftValue("partitions", null)).toBeNull();
  expect(revertInWords({ revert: null, binding: null, desired: "3" }).word).toBe("cannot be put back");
  expect(revertInWords({ revert: "destructive", binding: null, desired: "3" }).tone).toBe("bad");
  expect(revertInWords({ revert: "destructive", ...excess({}) }).word).toBe("removing it takes the access away");
  expect(fieldLabel("replicationFactor")).toBe("replication factor");
});
