import { expect, test } from "vitest";
import { subjectHref } from "./subject-href.ts";

test("a subject of any name stands in its address as one segment", () => {
  expect(subjectHref("local", "orders.created.v1-value")).toBe("/schemas/local/orders.created.v1-value");
  for (const subject of ["../admin", "%2F..", "a?b#c", "größe/ä", ":.ctx:x"]) {
    const { pathname } = new URL(subjectHref("local", subject), "http://127.0.0.1");
    expect(pathname.split("/").length).toBe(4);
    expect(decodeURIComponent(pathname.split("/")[3] ?? "")).toBe(subject);
  }
});

test("a tab and versions stand behind it, the tab that opens by itself does not", () => {
  expect(subjectHref("local", "s", { tab: "fields", version: 3 })).toBe("/schemas/local/s?version=3");
  expect(subjectHref("local", "s", { tab: "versions", from: 1, to: 2 })).toBe(
    "/schemas/local/s?tab=versions&from=1&to=2",
  );
});
