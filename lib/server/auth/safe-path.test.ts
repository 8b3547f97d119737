import { describe, expect, test } from "vitest";
import { safePath } from "./safe-path.ts";

describe("where to go after sign-in", () => {
  test.each(["/topics", "/topics?team=orders&q=a%20b", "/requests/12", "/"])("keeps our own path %s", (path) => {
    expect(safePath(path)).toBe(path);
  });

  test.each([
    null,
    "",
    "topics",
    "https://elsewhere.example.test/",
    "//elsewhere.example.test/",
    "/\\elsewhere.example.test",
    "/\t/elsewhere.example.test",
    "/..//elsewhere.example.test",
    "javascript:alert(1)",
    "/sign-in?from=/",
  ])("does not follow %j", (path) => {
    expect(safePath(path)).toBe("/");
  });
});
