import { expect, test } from "vitest";
import { WebhookUrl } from "./webhook.ts";

test.each(["https://hooks.example.test/headgate?team=orders", "http://127.0.0.1:8080/", "https://[2606:4700::1111]/"])(
  "%s is an address",
  (url) => {
    expect(WebhookUrl.safeParse(url).success).toBe(true);
  },
);

test.each([
  "",
  "hooks.example.test",
  "ftp://hooks.example.test/",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "https://",
  "https://user:password@hooks.example.test/",
  "https://user@hooks.example.test/",
  "https://hooks.example.test/#part",
  "https://hooks.example.test/a b",
  "https://hooks.example.test/\n",
  "https://hooks.example.test/\u0000",
  " https://hooks.example.test/",
  "https://hööks.example.test/",
  `https://hooks.example.test/${"a".repeat(2_000)}`,
])("%j is refused", (url) => {
  expect(WebhookUrl.safeParse(url).success).toBe(false);
});
