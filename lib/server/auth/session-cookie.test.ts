import { expect, test } from "vitest";
import { authCookies, cookieValue } from "./session-cookie.ts";

test("on https every cookie is bound to this host, secure, and out of reach of scripts", () => {
  for (const cookie of Object.values(authCookies(true))) {
    expect(cookie.name).toMatch(/^__Host-headgate-/);
    expect(cookie.options).toMatchObject({ httpOnly: true, secure: true, path: "/" });
    expect(cookie.options).not.toHaveProperty("domain");
    expect(["lax", "strict"]).toContain(cookie.options.sameSite);
  }
});

test("a cookie is read by its whole name, also when its value holds '='", () => {
  const header = "x-headgate-session=no; headgate-session=a=b; headgate-session=later";

  expect(cookieValue(header, "headgate-session")).toBe("a=b");
  expect(cookieValue(header, "session")).toBeNull();
  expect(cookieValue(null, "headgate-session")).toBeNull();
});
