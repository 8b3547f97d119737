import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

test("in production scripts and style elements need the nonce, and nothing is evaluated or framed", () => {
  const policy = contentSecurityPolicy("n1", false);

  expect(policy).toContain("script-src 'self' 'nonce-n1' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-n1';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
});
