import { expect, test } from "vitest";
import { cursorTrail } from "./cursor-trail.ts";

const at = (cursor?: string) =>
  cursorTrail({ path: "/requests", params: { state: "submitted", team: undefined, cursor } });
const cursorOf = (href: string | null) =>
  new URL(href ?? "", "http://headgate.test").searchParams.get("cursor") ?? undefined;

test("the first page has no cursor and nothing before it", () => {
  expect(at()).toMatchObject({ cursor: undefined, previousHref: null });
});

test("going on and back again leads through the same pages, filters kept", () => {
  const second = at().nextHref("abc");
  expect(second).toBe("/requests?state=submitted&cursor=abc");
  const third = at(cursorOf(second)).nextHref("def");
  expect(at(cursorOf(third)).cursor).toBe("def");
  expect(at(cursorOf(third)).previousHref).toBe(second);
  expect(at(cursorOf(second)).previousHref).toBe("/requests?state=submitted");
});

test("the last page leads nowhere on", () => {
  expect(at("abc").nextHref(null)).toBeNull();
});

test("an address stays short however far somebody goes", () => {
  let cursor: string | undefined;
  for (let page = 0; page < 500; page += 1) cursor = cursorOf(at(cursor).nextHref(`cursor-number-${page}`));
  expect(cursor?.length).toBeLessThan(1_000);
  expect(at(cursor).cursor).toBe("cursor-number-499");
});
