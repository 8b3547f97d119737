import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { webhookSignature } from "./webhook-signature.ts";

test("is the HMAC of timestamp, full stop and body", () => {
  const hash = createHmac("sha256", "secret").update('1764000000.{"id":"1"}').digest("hex");
  expect(webhookSignature("secret", 1_764_000_000, '{"id":"1"}')).toBe(`v1=${hash}`);
});

test("is another for another time, body or secret", () => {
  const signatures = [
    webhookSignature("secret", 1, "body"),
    webhookSignature("secret", 2, "body"),
    webhookSignature("secret", 1, "bodx"),
    webhookSignature("secre7", 1, "body"),
  ];
  expect(new Set(signatures).size).toBe(4);
});
