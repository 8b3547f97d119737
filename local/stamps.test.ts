import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isBuildInput } from "./build.ts";
import { hashOf, isStamped } from "./stamps.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "headgate-stamps-"));
  mkdirSync(join(root, "lib", "worker"), { recursive: true });
  writeFileSync(join(root, "lib", "a.ts"), "a");
  writeFileSync(join(root, "lib", "worker", "main.ts"), "worker");
  writeFileSync(join(root, "one.json"), "{}");
});
afterEach(() => rmSync(root, { recursive: true }));

const hash = () => hashOf(root, ["lib", "one.json", "absent"], isBuildInput);

describe("hashOf", () => {
  test("is the same for the same files, also when they were written again", () => {
    const before = hash();
    writeFileSync(join(root, "lib", "a.ts"), "a");
    expect(hash()).toBe(before);
  });

  test.each([
    ["a changed file", () => writeFileSync(join(root, "lib", "a.ts"), "b")],
    ["a new file", () => writeFileSync(join(root, "lib", "b.ts"), "")],
    ["a removed file", () => rmSync(join(root, "one.json"))],
  ])("%s changes it", (_, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });

  test.each([
    ["the worker", "lib/worker/main.ts"],
    ["a test", "lib/a.test.ts"],
  ])("%s is no part of the web build", (_, path) => {
    const before = hash();
    writeFileSync(join(root, path), "changed");
    expect(hash()).toBe(before);
  });
});

test("a stamp holds one hash", () => {
  const stamp = join(root, "stamp");
  expect(isStamped(stamp, "abc")).toBe(false);
  writeFileSync(stamp, "abc");
  expect(isStamped(stamp, "abc")).toBe(true);
  expect(isStamped(stamp, "abd")).toBe(false);
});
