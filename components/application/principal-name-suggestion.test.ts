import { expect, test } from "vitest";
import { ScramUsername } from "#lib/domain/principal-name";
import { suggestPrincipalName } from "./principal-name-suggestion.ts";

test("the first is named for team and application", () => {
  expect(suggestPrincipalName("orders", "billing", [])).toBe("orders.billing");
});

test("each rotation has a name that none had before", () => {
  expect(suggestPrincipalName("orders", "billing", ["orders.billing"])).toBe("orders.billing-2");
  expect(suggestPrincipalName("orders", "billing", ["Orders.Billing", "orders.billing-2"])).toBe("orders.billing-3");
});

test("the longest slugs still make a name that is allowed", () => {
  const slug = "a".repeat(50);
  const first = suggestPrincipalName(slug, slug, []);
  expect(ScramUsername.safeParse(first).success).toBe(true);
  expect(ScramUsername.safeParse(suggestPrincipalName(slug, slug, [first])).success).toBe(true);
});
