import { expect, test } from "vitest";
import { TopicAccessItem } from "#lib/contract/topic-requests";
import { readTopicAccess, withTopicAccess } from "./topic-access-draft.ts";

const start = { application: "billing", until: "2027-02-19" };

test("a new topic is begun with its producer, then with its consumer", () => {
  const both = withTopicAccess(withTopicAccess([], start), start);
  expect(both.map(({ operation }) => operation)).toEqual(["produce", "consume"]);

  const { input, errors } = readTopicAccess(both, "orders.created.v1");
  expect(errors).toEqual([]);
  for (const item of input) TopicAccessItem.parse(item);
  expect(input[1]?.consumerGroup?.name).toBe("billing.orders.created.v1");
});

test("a day that cannot be read is named at its entry", () => {
  const entries = withTopicAccess([], { ...start, until: "soon" });
  expect(readTopicAccess(entries, "orders.x").errors.map(({ path }) => path)).toEqual(["access.0.expiresAt"]);
});
