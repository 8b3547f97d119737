import { expect, test } from "vitest";
import { REQUEST_KINDS } from "#lib/domain/request-kind";
import { requestTitle, requestTitleText, subjectWords } from "./request-words.ts";

const team = { id: "t", slug: "analytics", name: "Analytics" };
const terms = {
  operation: "consume" as const,
  patternType: "LITERAL" as const,
  resourceName: "orders.order-placed.v1",
  consumerGroup: { name: "analytics-reports.orders", patternType: "LITERAL" as const },
  transactionalId: null,
  host: "*",
};
const access = {
  application: { id: "a", slug: "analytics-reports", name: "Reports", team, visible: true },
  terms,
  purpose: "Daily figures.",
  agreement: {},
  expiresAt: "2027-02-01T00:00:00.000Z",
  currentExpiresAt: null,
  classification: null,
  reach: [],
  others: [],
};

test("every kind says what it asks for, around the name", () => {
  const titles = REQUEST_KINDS.map((kind) => requestTitleText({ kind, name: "orders.x" }));
  expect(new Set(titles).size).toBe(REQUEST_KINDS.length);
  for (const title of titles) expect(title).toContain("orders.x");
});

test("access says who asks for what, and that a prefix is more than a topic", () => {
  const asked = { kind: "access.create" as const, name: "orders.order-placed.v1", access };
  expect(requestTitleText(asked)).toBe("analytics-reports asks to consume orders.order-placed.v1");
  const prefixed = { ...access, terms: { ...terms, patternType: "PREFIXED" as const } };
  expect(requestTitle({ ...asked, name: "orders.", access: prefixed })).toEqual({
    before: "analytics-reports asks to consume all that begins with",
    name: "orders.",
    after: "",
  });
});

test("what is brought to the registry is named", () => {
  expect(subjectWords("schema.register")).toEqual({ what: "the subject", seen: "It was seen in the registry of" });
  expect(subjectWords("subject.delete").what).toBe("the deletion");
});
