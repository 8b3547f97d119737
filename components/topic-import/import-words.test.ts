import { expect, test } from "vitest";
import { importStatus, topicCount } from "./import-words.ts";

const at = (settled: number, blocked = 0) => ({ total: 5_000, settled, blocked });

test("an import says what was seen, never more", () => {
  expect(importStatus("submitted", at(0))).toEqual({ tone: "wait", words: "Waits for another admin" });
  expect(importStatus("approved", at(0))).toEqual({ tone: "wait", words: "0 of 5,000 seen" });
  expect(importStatus("approved", at(4_999, 1))).toEqual({ tone: "bad", words: "4,999 of 5,000 seen, 1 blocked" });
  expect(importStatus("applied", at(4_999, 1))).toEqual({ tone: "bad", words: "4,999 of 5,000 seen, 1 blocked" });
  expect(importStatus("applied", at(5_000))).toEqual({ tone: "ok", words: "All of it was seen" });
  expect(importStatus("rejected", at(0))).toEqual({ tone: "off", words: "Is rejected" });
});

test("one topic is one", () => {
  expect([topicCount(1), topicCount(2)]).toEqual(["1 topic", "2 topics"]);
});
