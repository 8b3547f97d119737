import { expect, test } from "vitest";
import { parseJavaVersion } from "./java.ts";

test.each([
  ['openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17],
  ['openjdk version "25" 2025-09-16', 25],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['java version "1.8.0_392"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21.0.2"', 21],
  ["bash: java: command not found", undefined],
])("%j is %s", (text, version) => {
  expect(parseJavaVersion(text)).toBe(version);
});
