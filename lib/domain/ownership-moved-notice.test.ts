import { expect, test } from "vitest";
import { type MovedOwnership, noticeOwnershipMoved, noticeTopicsMoved } from "./ownership-moved-notice.ts";

const moved: MovedOwnership = {
  requestId: 12,
  cluster: "local",
  name: "orders.created.v1",
  from: { id: "a", name: "Orders" },
  to: { id: "b", slug: "billing", name: "Billing" },
  topics: ["orders.created.v1"],
  reason: "Billing writes it now.",
  by: "u",
};

test("both sides are told once, with the reason, and not who did it", () => {
  expect(noticeOwnershipMoved(moved)).toMatchObject({
    dedupeKey: "topic-moved:12",
    subject: "orders.created.v1 on local belongs to Billing now",
    body: expect.stringContaining("Billing writes it now."),
    audience: { membersOf: ["a", "b"], except: "u" },
  });
});

test("who uses a topic reads whose it is now, and that their access stays", () => {
  const one = noticeTopicsMoved(moved, { id: "c", topics: ["orders.created.v1"] });
  expect(one).toMatchObject({ path: "/topics/local/orders.created.v1", audience: { membersOf: ["c"] } });
  expect(one.body).toContain("Your access stays as it is.");

  const topics = Array.from({ length: 12 }, (_, index) => `orders.t${index}.v1`);
  const many = noticeTopicsMoved(moved, { id: "c", topics });
  expect(many.subject).toBe("12 topics that you use on local belong to Billing now");
  expect(many.body).toContain("and 2 more");
  expect(many.path).toBe("/topics?cluster=local&team=billing");
});
