import { expect, test } from "vitest";
import { isDeeperThan } from "./json-depth.ts";

const deep = (levels: number) => JSON.parse(`${'{"a":['.repeat(levels / 2)}1${"]}".repeat(levels / 2)}`) as unknown;

test.each<[unknown, number, boolean]>([
  [1, 0, false],
  [null, 0, false],
  [[], 0, false],
  [{ a: 1 }, 0, true],
  [{ a: 1, b: [] }, 1, false],
  [{ a: 1, b: [{}] }, 1, true],
  [deep(20), 20, false],
  [deep(20), 19, true],
  [deep(100_000), 12, true],
])("case %#", (value, levels, deeper) => expect(isDeeperThan(value, levels)).toBe(deeper));
