import { expect, test } from "vitest";
import { leftBehind, misplacedTopics } from "./misplaced-topics.ts";

const billing = { slug: "billing", prefixes: ["billing."] };

test("a topic outside the new team's prefixes is a warning, not a refusal", () => {
  const { total, warnings } = misplacedTopics(billing, ["billing.paid.v1", "orders.created.v1"]);
  expect(total).toBe(1);
  expect(warnings).toMatchObject([{ enforcement: "warn", path: "topics", actual: "orders.created.v1" }]);
  expect(misplacedTopics({ ...billing, prefixes: ["orders."] }, ["orders.created.v1"])).toEqual({
    total: 0,
    warnings: [],
  });
});

test("of many, the first are named and the rest is counted", () => {
  const { total, warnings } = misplacedTopics(
    billing,
    Array.from({ length: 500 }, (_, index) => `orders.t${index}.v1`),
  );
  expect(total).toBe(500);
  expect(warnings).toHaveLength(21);
  expect(warnings.at(-1)?.message).toBe("So it is with 480 more of them.");
});

test("what stays while its prefix goes is said", () => {
  expect(leftBehind(billing, { total: 0, names: [] })).toBeNull();
  expect(leftBehind(billing, { total: 5, names: ["billing.a.v1", "billing.b.v1"] })).toMatchObject({
    enforcement: "warn",
    path: "prefixes",
    message: "billing keeps billing.a.v1, billing.b.v1 and 3 more, whose prefix it gives away.",
  });
});
