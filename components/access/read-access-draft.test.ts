import { expect, test } from "vitest";
import { RequestAccess } from "#lib/contract/access";
import { startOf, withControl, withField, withItem } from "./access-draft.ts";
import { readAccessDraft } from "./read-access-draft.ts";

const form = { topic: "orders.order-placed.v1", suggestedExpiry: "2027-02-19T23:59:59Z" };
const started = withField(startOf(form, {}), "reason", "Daily figures.");

test("what the form begins with is an input that the contract takes, with a group of the application's own", () => {
  const { input, errors } = readAccessDraft(started, "reports");
  expect(errors).toEqual([]);
  const parsed = RequestAccess.parse({ application: "reports", cluster: "local", ...input });
  expect(parsed).toMatchObject({ expiresAt: "2027-02-19T23:59:59Z", host: "*", agreement: {} });
  expect(parsed.items[0]?.consumerGroup).toEqual({
    name: "reports.orders.order-placed.v1",
    patternType: "LITERAL",
  });
});

test("an ACL that is adopted keeps its operation, pattern and host", () => {
  const draft = startOf(form, { operation: "produce", pattern: "PREFIXED", host: "10.0.0.1" });
  const { input } = readAccessDraft(draft, "reports");
  expect(input.host).toBe("10.0.0.1");
  expect(input.items).toEqual([{ operation: "produce", topic: form.topic, patternType: "PREFIXED" }]);
});

test("an agreement is read as people write it, and what is empty promises nothing", () => {
  const typed = { minRetentionMs: "7d", neededFields: "id, total", noticeDays: "14 d", supportContact: "" };
  const draft = Object.entries(typed).reduce((all, [key, text]) => withField(all, `agreement.${key}`, text), started);
  expect(readAccessDraft(draft, "reports").input.agreement).toEqual({
    minRetentionMs: "604800000",
    neededFields: ["id", "total"],
    noticeDays: 14,
  });
});

test("what cannot be read is named, and goes along as typed", () => {
  const draft = withField(withField(started, "expiresAt", "soon"), "agreement.noticeDays", "a while");
  const { input, errors } = readAccessDraft(draft, "reports");
  expect(errors.map(({ path }) => path)).toEqual(["expiresAt", "agreement.noticeDays"]);
  expect(input).toMatchObject({ expiresAt: "soon", agreement: { noticeDays: "a while" } });
});

test("a control's value goes to its place, of a topic that was added too", () => {
  const two = withItem(started);
  const typed = withControl(
    withControl(two, "items.1.topic", "orders.x"),
    "items.1.consumerGroup.name",
    "reports.mine",
  );
  expect(typed.items[1]).toMatchObject({ topic: "orders.x", group: "reports.mine" });
  expect(typed.items[0]).toEqual(two.items[0]);
});
