import { expect, test } from "vitest";
import { webhookState } from "./webhook-state.ts";

const NONE = { pending: 0, failed: 0, lastSentAt: null, lastError: "" };
const SENT = "2026-11-21T09:00:00.000Z";

test.each([
  ["Nothing sent yet", {}],
  ["Waiting", { pending: 2 }],
  ["Delivered", { lastSentAt: SENT }],
  ["Delivered", { lastSentAt: SENT, failed: 3 }],
  ["Trying again", { pending: 1, lastError: "answered 500", lastSentAt: SENT }],
  ["Given up", { failed: 1, lastError: "answered 500", lastSentAt: SENT }],
])("%s: %j", (word, change) => {
  expect(webhookState({ ...NONE, ...change }).word).toBe(word);
});
