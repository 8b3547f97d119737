import { expect, it } from "vitest";
import { BROKER_KEYS, topicDefaultsOf } from "./topic-default-sources.ts";

const retention = (settings: Record<string, string | null>) =>
  topicDefaultsOf(new Map(Object.entries(settings)))["retention.ms"];

it.each<[string, Record<string, string | null>, string | undefined]>([
  ["hours", { "log.retention.ms": null, "log.retention.minutes": null, "log.retention.hours": "24" }, "86400000"],
  ["minutes before hours", { "log.retention.minutes": "5", "log.retention.hours": "24" }, "300000"],
  ["milliseconds before both", { "log.retention.ms": "7", "log.retention.minutes": "5" }, "7"],
  ["no limit", { "log.retention.hours": "-1" }, "-1"],
  ["nothing that was told", { "log.retention.hours": "soon" }, undefined],
  ["nothing of a length that no broker has", { "log.retention.ms": "1".repeat(101) }, undefined],
  ["nothing that is no number", { "log.retention.ms": "a week" }, undefined],
  ["nothing beyond 64 bits", { "log.retention.ms": "9223372036854775808" }, undefined],
  ["nothing of hours that are beyond 64 bits in ms", { "log.retention.hours": "9000000000000000000" }, undefined],
  [
    "what is set next, where the first is no number",
    { "log.retention.ms": "soon", "log.retention.minutes": "5" },
    "300000",
  ],
])("takes retention from %s", (_, settings, value) => expect(retention(settings)).toBe(value));

it("tells only of keys of topics, by their own names", () => {
  const settings = new Map([
    ["message.max.bytes", "2097164"],
    ["log.dirs", "/var/lib/kafka"],
  ]);
  expect(topicDefaultsOf(settings)).toEqual({ "max.message.bytes": "2097164" });
});

it("fits the row that it is stored in, whatever a broker answers", () => {
  const told = (value: string) => JSON.stringify(topicDefaultsOf(new Map(BROKER_KEYS.map((key) => [key, value]))));
  for (const value of ["\u0000", "\u0001".repeat(100), "€".repeat(100)]) expect(told(value)).toBe("{}");
  expect(Buffer.byteLength(told('"'.repeat(100)))).toBeLessThan(8_192);
});
