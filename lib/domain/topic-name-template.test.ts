import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NameTemplate, renderTemplate, splitName, suggestName, templateLabel } from "./topic-name-template.ts";

const template: NameTemplate = {
  separator: ".",
  segments: [
    { type: "team-prefix", name: "domain" },
    {
      type: "pattern",
      name: "dataset",
      pattern: "[a-z][a-z0-9]*(-[a-z0-9]+)*",
      describe: "lower-case words joined by hyphens",
    },
    { type: "version", name: "version" },
  ],
  forbiddenWords: ["temp"],
};
const typed: NameTemplate = {
  ...template,
  segments: [
    ...template.segments.slice(0, 1),
    { type: "one-of", name: "type", values: ["event", "cdc"] },
    ...template.segments.slice(1),
  ],
};
const prefixes = ["orders.", "shop.eu."];

it("labels the template", () => {
  expect(templateLabel(template)).toBe("{domain}.{dataset}.v{n}");
  expect(templateLabel({ ...typed, separator: "-" })).toBe("{domain}-{type}-{dataset}-v{n}");
});

describe("splitName", () => {
  it.each([
    ["orders.order-placed.v1", "orders", "order-placed", "v1"],
    ["shop.eu.order-placed.v1", "shop.eu", "order-placed", "v1"],
    ["orders.order.placed.v1", "orders", "order.placed", "v1"],
    ["payments.order-placed.v1", "payments", "order-placed", "v1"],
    ["payments.order-placed", "payments", "order-placed", ""],
    ["orders.order-placed", "orders", "order-placed", ""],
    ["order-placed.v1", "", "order-placed", "v1"],
    ["order-placed", "", "order-placed", ""],
    ["orders", "orders", "", ""],
    ["orders.created.final", "orders", "created", "final"],
    ["", "", "", ""],
    ["...", "", ".", ""],
  ])("%j", (name, domain, dataset, version) => {
    expect(splitName(template, name, prefixes)).toEqual({ domain, dataset, version });
  });

  it("gives back what was put together", () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
    const version = fc.integer({ min: 1, max: 999 }).map((number) => `v${number}`);
    const domain = fc.constantFrom("orders", "shop.eu");
    fc.assert(
      fc.property(fc.record({ domain, type: part, dataset: part, version }), (parts) => {
        expect(splitName(typed, renderTemplate(typed, parts), prefixes)).toEqual(parts);
      }),
    );
  });

  it("loses nothing of a name that has enough parts", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zA-Z0-9_-]{1,8}$/), { minLength: 3, maxLength: 6 }), (parts) => {
        const name = parts.join(".");
        expect(renderTemplate(template, splitName(template, name, prefixes))).toBe(name);
      }),
    );
  });
});

describe("suggestName", () => {
  it.each([
    ["Orders_Created", "orders.created.v1"],
    ["orders.Order_Placed.v1", "orders.order-placed.v1"],
    ["OrderPlaced", "orders.order-placed.v1"],
    ["orders.order-placed", "orders.order-placed.v1"],
    ["orders.order-placed.2", "orders.order-placed.v2"],
    ["orders.order-placed.V02", "orders.order-placed.v2"],
    ["orders-order-placed-v3", "orders.order-placed.v3"],
    ["payments.order-placed.v1", "orders.order-placed.v1"],
    ["order-placed.v1", "orders.order-placed.v1"],
    ["orders.order.placed.v1", "orders.order-placed.v1"],
    ["SHOP.EU.basket", "shop.eu.basket.v1"],
    ["orders.temp-order.v1", "orders.order.v1"],
    ["orders.order placed!.v1", "orders.order-placed.v1"],
    ["orders.order-placed.final", "orders.order-placed.v1"],
  ])("%j → %j", (name, suggestion) => expect(suggestName(template, name, prefixes)).toBe(suggestion));

  it("has nothing to suggest where nothing is left", () => {
    expect(suggestName(template, "orders", prefixes)).toBeUndefined();
    expect(suggestName(template, "orders.temp.v1", prefixes)).toBeUndefined();
    expect(suggestName(template, "orders.created.v1", [])).toBeUndefined();
    expect(suggestName(template, "orders.created.v1", ["orders-"])).toBeUndefined();
    expect(suggestName(template, `orders.${"x".repeat(250)}.v1`, prefixes)).toBeUndefined();
  });

  it("takes one of the values that a segment allows", () => {
    expect(suggestName(typed, "orders.CDC.Order.v1", prefixes)).toBe("orders.cdc.order.v1");
    expect(suggestName(typed, "orders.order.v1", prefixes)).toBeUndefined();
  });

  it("leaves its own suggestions as they are", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (name) => {
        const suggestion = suggestName(template, name, prefixes);
        fc.pre(suggestion !== undefined);
        expect(suggestName(template, suggestion ?? "", prefixes)).toBe(suggestion);
      }),
    );
  });
});
