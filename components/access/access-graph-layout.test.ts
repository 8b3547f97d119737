import { expect, test } from "vitest";
import type { AccessEdge } from "#lib/contract/access";
import { accessInWords, layOutAccess, NODE_HEIGHT, shortened } from "./access-graph-layout.ts";

const edge = (grantId: string, changes: Partial<AccessEdge> = {}): AccessEdge => ({
  application: "billing",
  applicationTeam: "orders",
  operation: "consume",
  resource: "orders.order-placed.v1",
  patternType: "LITERAL",
  cluster: "local",
  owner: "orders",
  expiresAt: "2027-01-01T00:00:00Z",
  grantId,
  ...changes,
});

const columnOf = (layout: ReturnType<typeof layOutAccess>, column: string) =>
  layout.nodes.filter((node) => node.column === column).map(({ label }) => label);

test("producers stand before what they write, consumers behind what they read", () => {
  const layout = layOutAccess([edge("1", { operation: "produce", application: "shop" }), edge("2")], "orders");

  expect(columnOf(layout, "producers")).toEqual(["shop"]);
  expect(columnOf(layout, "consumers")).toEqual(["billing"]);
  expect(layout.links).toHaveLength(2);
  for (const { fromX, toX } of layout.links) expect(fromX).toBeLessThan(toX);
});

test("a grant that is in both lists is drawn once, and an application that writes and reads stands on both sides", () => {
  const grants = [edge("1"), edge("1"), edge("2", { operation: "produce" })];
  const layout = layOutAccess(grants, "orders");

  expect(layout.links).toHaveLength(2);
  expect(layout.nodes).toHaveLength(3);
});

test("the order of the grants does not change the picture", () => {
  const grants = [1, 2, 3, 4].map((n) => edge(`${n}`, { application: `reader-${n}`, resource: `orders.t${5 - n}` }));

  expect(layOutAccess(grants, "orders").nodes).toEqual(layOutAccess(grants.toReversed(), "orders").nodes);
});

test("no two nodes overlap, and all are inside", () => {
  const grants = Array.from({ length: 100 }, (_, n) => edge(`${n}`, { application: `a${n % 7}`, resource: `t${n}` }));
  const { nodes, width, height, leftOut } = layOutAccess(grants, "orders");

  expect(leftOut).toBe(60);
  for (const node of nodes) {
    expect(node.x + node.width).toBeLessThanOrEqual(width);
    expect(node.y + NODE_HEIGHT).toBeLessThanOrEqual(height);
    const same = nodes.filter((other) => other !== node && other.column === node.column);
    expect(same.every((other) => Math.abs(other.y - node.y) >= NODE_HEIGHT)).toBe(true);
  }
});

test("the same name on two clusters is two topics; a prefix is not the topic of that name", () => {
  const grants = [edge("1"), edge("2", { cluster: "other" }), edge("3", { patternType: "PREFIXED" })];
  expect(layOutAccess(grants, "orders").nodes.filter(({ column }) => column === "resources")).toHaveLength(3);
});

test("a long name keeps both ends", () => {
  expect(shortened("orders.order-placed.v1", 40)).toBe("orders.order-placed.v1");
  expect(shortened("orders.order-placed.v1", 11)).toBe("order…ed.v1");
});

test("the picture in words counts applications, not grants", () => {
  const grants = [edge("1"), edge("2", { resource: "orders.other.v1" }), edge("3", { operation: "produce" })];
  expect(accessInWords(grants)).toBe(
    "1 application writes to and 1 reads from 2 topics and prefixes. The tables below list each.",
  );
});
