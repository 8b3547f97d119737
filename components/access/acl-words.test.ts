import { expect, test } from "vitest";
import type { UnmanagedAcl } from "#lib/contract/access";
import { adoptHref, operationText } from "./acl-words.ts";

const acl: UnmanagedAcl = {
  cluster: "local",
  firstSeenAt: "2026-11-21T09:00:00.000Z",
  application: { slug: "reports", name: "Reports" },
  principal: "User:analytics.reports",
  resourceType: "TOPIC",
  resourceName: "orders.",
  patternType: "PREFIXED",
  operation: "READ",
  permissionType: "ALLOW",
  host: "10.0.0.1",
};

test("an ACL of an application is adopted with all that it says", () => {
  expect(adoptHref(acl)).toBe(
    "/access/new?application=reports&cluster=local&topic=orders.&operation=consume&pattern=PREFIXED&host=10.0.0.1",
  );
});

test("what no grant could stand for is not offered", () => {
  const others: Partial<UnmanagedAcl>[] = [
    { application: null },
    { permissionType: "DENY" },
    { resourceType: "GROUP" },
    { resourceName: "*", patternType: "LITERAL" },
    { operation: "ALTER" },
  ];
  for (const other of others) expect(adoptHref({ ...acl, ...other })).toBeNull();
});

test("a denial is said before what it denies", () => {
  expect(operationText({ operation: "ALL", permissionType: "DENY" })).toBe("DENY all operations");
});
