import { expect, test } from "vitest";
import { type FoundItem, groupFound, matchingPages } from "./find-pages.ts";

const page = (title: string, href: string): FoundItem => ({ kind: "page", title, subtitle: "", href });
const topic = (title: string): FoundItem => ({
  kind: "topic",
  title,
  subtitle: "local",
  href: `/topics/local/${title}`,
});

const pages = [page("Request a topic", "/topics/new"), page("Topics", "/topics"), page("Audit", "/admin/audit")];

test("an empty query shows every page", () => {
  expect(matchingPages(pages, "  ")).toEqual(pages);
});

test("every word has to be found, in any case and order", () => {
  expect(matchingPages(pages, "TOPIC request").map(({ href }) => href)).toEqual(["/topics/new"]);
});

test("items stand under their kind, and the same address once", () => {
  const found = groupFound([
    page("Topics", "/topics"),
    topic("orders.a"),
    page("Topics again", "/topics"),
    topic("orders.b"),
  ]);

  expect(found.map(({ value, items }) => [value, items.map(({ title }) => title)])).toEqual([
    ["Pages", ["Topics"]],
    ["Topics", ["orders.a", "orders.b"]],
  ]);
});
