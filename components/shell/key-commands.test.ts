import { expect, test } from "vitest";
import { GO_KEYS, readKey } from "./key-commands.ts";

test.each(GO_KEYS.map(({ key, href }) => [key, href]))("g then %s opens %s", (key, href) => {
  const first = readKey(false, "g");

  expect(first).toEqual({ waiting: true, command: null });
  expect(readKey(first.waiting, key)).toEqual({ waiting: false, command: { type: "go", href } });
});

test("a letter alone does nothing", () => {
  expect(readKey(false, "t")).toEqual({ waiting: false, command: null });
});

test("g and an unknown letter does nothing and waits no longer", () => {
  expect(readKey(true, "z")).toEqual({ waiting: false, command: null });
});

test("a question mark asks for the keys", () => {
  expect(readKey(false, "?")).toEqual({ waiting: false, command: { type: "help" } });
});

test("no two pages share a letter", () => {
  expect(new Set(GO_KEYS.map(({ key }) => key)).size).toBe(GO_KEYS.length);
});
