import { expect, test } from "vitest";
import { transferName } from "./transfer-name.ts";

const nothing = { topics: [], subjects: [], applications: [], prefixes: [] };
const orders = { slug: "orders" };

test("one thing is called by its name, a topic also with its subjects", () => {
  const topic = { ...nothing, topics: ["orders.created.v1"] };
  expect(transferName(topic, orders)).toBe("orders.created.v1");
  expect(transferName({ ...topic, subjects: ["a-key", "a-value"] }, orders)).toBe("orders.created.v1");
  expect(transferName({ ...nothing, prefixes: ["orders."] }, orders)).toBe("orders.");
  expect(transferName({ ...nothing, subjects: ["a-value"] }, orders)).toBe("a-value");
});

test("several things are numbers", () => {
  const moved = { ...nothing, topics: ["a", "b"], applications: ["c"], prefixes: ["orders."] };
  expect(transferName(moved, orders)).toBe("2 topics, 1 application and 1 prefix of orders");
  expect(transferName({ ...nothing, subjects: ["a"], prefixes: ["orders."] }, orders)).toBe(
    "1 subject and 1 prefix of orders",
  );
});
