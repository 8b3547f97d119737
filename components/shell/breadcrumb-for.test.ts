import { expect, test } from "vitest";
import { breadcrumbFor } from "./breadcrumb-for.ts";

const words = (pathname: string) => breadcrumbFor(pathname).map(({ label }) => label);

test.each([
  ["/", ["Inbox"]],
  ["/topics", ["Topics"]],
  ["/topics/new", ["Topics", "New"]],
  ["/topics/local/orders.order-placed.v1", ["Topics", "local", "orders.order-placed.v1"]],
  ["/topics/local/orders.x.v1/change", ["Topics", "local", "orders.x.v1", "Change"]],
  ["/topics/local/orders.x.v1/constructor", ["Topics", "local", "orders.x.v1"]],
  ["/constructor/toString", ["constructor", "toString"]],
  ["/admin/constructor", ["Platform", "constructor"]],
  ["/schemas/local/%2F..%2Forders", ["Schemas", "local", "/../orders"]],
  ["/requests/1042", ["Requests", "Request 1042"]],
  ["/requests/1042/edit", ["Requests", "Request 1042", "Edit"]],
  ["/teams/orders", ["Teams", "orders"]],
  ["/admin/audit", ["Platform", "Audit"]],
  ["/admin/acls", ["Platform", "ACLs"]],
  ["/access/new", ["Access", "New"]],
  ["/campaigns/019aa000-0000-7000-8000-000000000001", ["Recertifications", "Recertification"]],
])("%s reads %j", (pathname, expected) => {
  expect(words(pathname)).toEqual(expected);
});

test("the cluster leads to its topics, and the page itself is no link", () => {
  expect(breadcrumbFor("/topics/local/orders.x").map(({ href }) => href)).toEqual([
    "/topics",
    "/topics?cluster=local",
    null,
  ]);
});

test("a form about a topic leads back to the topic", () => {
  expect(
    breadcrumbFor("/topics/local/orders.x/delete")
      .map(({ href }) => href)
      .slice(2),
  ).toEqual(["/topics/local/orders.x", null]);
});

test("a section without a page of its own is no link", () => {
  expect(breadcrumbFor("/access/new").map(({ href }) => href)).toEqual([null, null]);
});

test("a stray percent sign in the address is shown, not thrown at", () => {
  expect(words("/teams/100%")).toEqual(["Teams", "100%"]);
});
