import { describe, expect, it } from "vitest";
import { prefixRight } from "./prefix-right.ts";

const orders = { slug: "orders", prefixes: ["orders.", "shop.orders-"] };

describe("a team's exclusive names", () => {
  it.each(["orders.placed.v1", "shop.orders-x"])("lets it take %s", (name) => {
    expect(prefixRight(orders, name)).toEqual([]);
  });

  it.each(["payments.x", "orders2.x", "Orders.x", "orders.", "", "shop.orders"])("refuses it %j", (name) => {
    const [violation] = prefixRight(orders, name);

    expect(violation).toMatchObject({ enforcement: "deny", path: "name", waivable: false });
    expect(violation?.message).toContain("`orders.`");
  });

  it("lets a team without a prefix take nothing, and says who gives one", () => {
    expect(prefixRight({ slug: "new", prefixes: [] }, "new.x")[0]?.message).toBe(
      "new has no prefix yet; a platform admin gives it one.",
    );
  });
});
