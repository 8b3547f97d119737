import { expect, test } from "vitest";
import { bearerToken, hashToken, newTokenSecret } from "./token-secret.ts";

test("a new token is one that the bearer scheme accepts, and its hash is not the token", () => {
  const secret = newTokenSecret();

  expect(bearerToken(`Bearer ${secret}`)).toBe(secret);
  expect(bearerToken(`bearer ${secret}`)).toBe(secret);
  expect(hashToken(secret)).toMatch(/^[0-9a-f]{64}$/);
});

test("a bearer header with anything else is a bearer header without a token; another scheme is none", () => {
  expect(bearerToken("Bearer something-else")).toBeNull();
  expect(bearerToken(`Bearer ${newTokenSecret()} x`)).toBeNull();
  expect(bearerToken("Bearer")).toBeNull();
  expect(bearerToken("Basic abc")).toBeUndefined();
  expect(bearerToken(null)).toBeUndefined();
});
