import { expect, test } from "vitest";
import { currentCursor, nextChain, pagesBefore, parseCursorChain, previousChain } from "./cursor-chain.ts";

test("forward and back again leads to the same page", () => {
  const first = parseCursorChain(undefined);
  const second = parseCursorChain(nextChain(first, "aaa"));
  const third = parseCursorChain(nextChain(second, "bbb"));

  expect([first, second, third].map(currentCursor)).toEqual([undefined, "aaa", "bbb"]);
  expect([first, second, third].map(pagesBefore)).toEqual([0, 1, 2]);
  expect(parseCursorChain(previousChain(third) ?? undefined)).toEqual(second);
  expect(previousChain(second)).toBeNull();
});

test("a long way is forgotten at its beginning, and the rows are still numbered right", () => {
  let chain = parseCursorChain(undefined);
  for (let page = 1; page <= 15; page++) chain = parseCursorChain(nextChain(chain, `page${page}`));

  expect(currentCursor(chain)).toBe("page15");
  expect(chain.cursors).toHaveLength(10);
  expect(pagesBefore(chain)).toBe(15);
});

test.each(["", "nonsense", "0,", "0,a b", "0,<script>"])("%j is the first page", (text) => {
  expect(parseCursorChain(text)).toEqual({ forgotten: 0, cursors: [] });
});
