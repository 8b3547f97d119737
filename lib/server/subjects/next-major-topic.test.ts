import { expect, test } from "vitest";
import { nextMajorTopic } from "./next-major-topic.ts";

test.each([
  ["orders.placed.v1", "orders.placed.v2"],
  ["orders.placed.v9", "orders.placed.v10"],
  ["orders-placed-v3", "orders-placed-v4"],
  ["orders.placed", "orders.placed.v2"],
  ["orders.placed.vx", "orders.placed.vx.v2"],
])("after %s comes %s", (topic, next) => expect(nextMajorTopic(topic)).toBe(next));
