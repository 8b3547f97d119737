import { expect, test } from "vitest";
import { hashSetupCode, newSetupCode, setupCodeMatches } from "./setup-code.ts";

test("a code matches as printed, in lower case and without its hyphens, and nothing else does", () => {
  const code = newSetupCode();
  const stored = hashSetupCode(code);

  expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(setupCodeMatches(code, stored)).toBe(true);
  expect(setupCodeMatches(` ${code.toLowerCase().replaceAll("-", "")} `, stored)).toBe(true);
  expect(setupCodeMatches(newSetupCode(), stored)).toBe(false);
  expect(setupCodeMatches("", stored)).toBe(false);
  expect(setupCodeMatches(code, null)).toBe(false);
});
