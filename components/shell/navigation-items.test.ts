import { expect, test } from "vitest";
import type { Navigation } from "#lib/contract/pages";
import { currentHref, navigationGroups } from "./navigation-items.ts";

const navigation = (platformRole: Navigation["person"]["platformRole"], teams: string[] = []): Navigation => ({
  person: { id: "1", name: "Member", email: null, platformRole, theme: "system" },
  waitingForMe: 3,
  approvals: 2,
  teams: teams.map((slug) => ({ id: slug, slug, name: slug })),
});

const titles = (given: Navigation) => navigationGroups(given).map(({ title }) => title);

test("the platform's pages are shown to auditors and admins only", () => {
  expect(titles(navigation("none", ["orders"]))).toEqual([null, "My teams"]);
  expect(titles(navigation("auditor"))).toEqual([null, "Platform"]);
  expect(titles(navigation("admin", ["orders"]))).toEqual([null, "My teams", "Platform"]);
});

test("auditors see the same pages of the platform as admins", () => {
  const labels = (role: "auditor" | "admin") =>
    navigationGroups(navigation(role)).flatMap(({ items }) => items.map(({ label }) => label));

  expect(labels("auditor")).toContain("Import");
  expect(labels("auditor")).toEqual(labels("admin"));
});

test("inbox and approvals say how much waits", () => {
  const counts = navigationGroups(navigation("none"))[0]?.items.map(({ label, count }) => [label, count]);

  expect(counts).toContainEqual(["Inbox", 3]);
  expect(counts).toContainEqual(["Approvals", 2]);
});

test.each([
  ["/", "/"],
  ["/topics/local/orders.x", "/topics"],
  ["/teams/orders", "/teams/orders"],
  ["/teams/payments", "/teams"],
  ["/topics-of-mine", null],
  ["/settings", null],
])("%s belongs to %s", (pathname, expected) => {
  expect(currentHref(pathname, ["/", "/topics", "/teams", "/teams/orders"])).toBe(expected);
});
