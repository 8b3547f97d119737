import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(path.join(import.meta.dirname, "../..", file), "utf8");

test("docs/housekeeping.md says of every table once what bounds it", () => {
  const tables = [...read("prisma/schema.prisma").matchAll(/@@map\("(\w+)"\)/g)].map(([, table]) => table);
  const rows = [...read("docs/housekeeping.md").matchAll(/^\| (`[^|]+) \|/gm)];
  const named = rows.flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, table]) => table));

  expect(named.toSorted()).toEqual(tables.toSorted());
});
