import { expect, it } from "vitest";
import { topicDefaultsOf } from "./topic-default-sources.ts";

const retention = (settings: Record<string, string | null>) =>
  topicDefaultsOf(new Map(Object.entries(settings)))["retention.ms"];

it.each<[string, Record<string, string | null>, string | undefined]>([
  ["hours", { "log.retention.ms": null, "log.retention.minutes": null, "log.retention.hours": "24" }, "86400000"],
  ["minutes before hours", { "log.retention.minutes": "5", "log.retention.hours": "24" }, "300000"],
  ["milliseconds before both", { "log.retention.ms": "7", "log.retention.minutes": "5" }, "7"],
  ["no limit", { "log.retention.hours": "-1" }, "-1"],
  ["nothing that was told", { "log.retention.hours": "soon" }, undefined],
  ["nothing of a length that no broker has", { "log.retention.ms": "1".repeat(101) }, undefined],
])("takes retention from %s", (_, settings, value) => expect(retention(settings)).toBe(value));

it("tells only of keys of topics, by their own names", () => {
  const settings = new Map([
    ["message.max.bytes", "2097164"],
    ["log.dirs", "/var/lib/kafka"],
  ]);
  expect(topicDefaultsOf(settings)).toEqual({ "max.message.bytes": "2097164" });
});
