import { expect, test } from "vitest";
import { groupRoles } from "./group-roles.ts";

test("a group named like a team makes a member, with the suffix an owner, in either order", () => {
  expect(groupRoles(["orders", "orders:owner", "payments:owner", "payments", "analytics"])).toEqual(
    new Map([
      ["orders", "owner"],
      ["payments", "owner"],
      ["analytics", "member"],
    ]),
  );
});

test("a single text is one group; what is no text is none", () => {
  expect(groupRoles("orders")).toEqual(new Map([["orders", "member"]]));
  expect(groupRoles([1, null, { name: "orders" }, ["payments"]])).toEqual(new Map());
  expect(groupRoles(undefined)).toEqual(new Map());
});
