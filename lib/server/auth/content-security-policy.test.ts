import { expect, test } from "vitest";
import { contentSecurityPolicy, securityHeaders } from "./content-security-policy.ts";

test("in production scripts and style elements need the nonce, and nothing is evaluated or framed", () => {
  const policy = contentSecurityPolicy("n1", false);

  expect(policy).toContain("script-src 'self' 'nonce-n1' 'strict-dynamic';");
  expect(policy).toContain("style-src 'self' 'nonce-n1';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
});

test("only an installation on https promises to stay there", () => {
  expect(securityHeaders(true)).toHaveProperty("strict-transport-security");
  expect(securityHeaders(false)).not.toHaveProperty("strict-transport-security");
});
