import { expect, it } from "vitest";
import type { Loss } from "#lib/domain/plan";
import { lossInShort } from "./loss-words.ts";

const AT = "2026-11-21T09:00:00.000Z";
const loss = (records: string, lost: Record<string, string> = {}): Loss => ({
  ...{ measuredAt: AT, records, bytes: "2097152", from: AT, to: AT },
  groups: Object.entries(lost).map(([group, count]) => ({ group, owner: null, records: count })),
});

it.each([
  ["nothing that goes", loss("0"), null],
  ["what everybody has read", loss("1"), "About 1 record goes, 2 MiB on all brokers."],
  [
    "groups that have not read it",
    loss("1700", { billing: "1200", audit: "1" }),
    "About 1,700 records go, 2 MiB on all brokers. Not read yet by billing (1,200 records) and audit (1 record).",
  ],
  [
    "many groups",
    loss("9", { a: "5", b: "4", c: "3", d: "2", e: "1" }),
    "About 9 records go, 2 MiB on all brokers. Not read yet by a (5 records), b (4 records), c (3 records) and 2 more.",
  ],
])("says in short, of %s", (_, told, words) => {
  expect(lossInShort(told)).toBe(words);
});
