import { expect, test } from "vitest";
import { problemOfOrigin } from "./origin.ts";

const ours = "https://headgate.example.test";

test("our own origin may", () => {
  expect(problemOfOrigin(ours, ours)).toBeNull();
});

test.each([
  null,
  "null",
  "",
  "http://headgate.example.test",
  "https://headgate.example.test:8443",
  "https://headgate.example.test/",
  "https://headgate.example.test.elsewhere.test",
  "https://HEADGATE.example.test",
])("the Origin %j is refused, in words", (origin) => {
  expect(problemOfOrigin(origin, ours)).toContain(ours);
});
