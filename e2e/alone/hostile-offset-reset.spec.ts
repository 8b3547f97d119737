import { expect } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  type Side,
  toConsume,
} from "../support/access-world.ts";
import { countRows } from "../support/database.ts";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";

let giver: Side;
let reader: Side;
/** What the reader may ask for. */
let reset: { application: string; cluster: string; group: string; topic: string; target: object; reason: string };

test.beforeAll(async ({ sessions }) => {
  [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const topic = await makeTopic(giver);
  const { application } = await makeProgram(reader);
  const group = `${application}.reader`;
  await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application, group)));
  const reason = "The report is computed again.";
  reset = { application, cluster: "local", group, topic, target: { kind: "earliest" }, reason };
});

test.describe("hostile input is refused by its field, and leaves nothing behind", () => {
  const cases: [string, object, string][] = [
    ["another's group", { group: "somebody-else.reader" }, "group"],
    ["a group that is all", { group: "*" }, "group"],
    ["a NUL in a group", { group: "a\u0000b" }, "group"],
    ["a list of groups", { group: ["a"] }, "group"],
    ["another topic", { topic: "no.such.topic" }, "topic"],
    ["Kafka's own topic", { topic: "__consumer_offsets" }, "topic"],
    ["an unknown target", { target: { kind: "everywhere" } }, "target.kind"],
    ["no target", { target: null }, "target"],
    ["a time before all records", { target: { kind: "time", time: "1969-12-31T23:59:59.999Z" } }, "target.time"],
    ["a time that is none", { target: { kind: "time", time: "yesterday" } }, "target.time"],
    ["half a shift", { target: { kind: "shift", by: 0.5 } }, "target.by"],
    ["an endless shift", { target: { kind: "shift", by: 1e300 } }, "target.by"],
    ["a field that is not known", { offsets: [] }, ""],
  ];
  for (const [what, change, path] of cases) {
    test(what, async () => {
      const before = await countRows();
      const input = { ...reset, ...change };
      for (const address of ["/offset-resets", "/offset-resets?dryRun=true", "/offset-probes"]) {
        const { reason, ...question } = input;
        const body = address === "/offset-probes" ? question : input;
        const answer = await reader.member.post(address, body);
        expectRefusal(answer, { status: 400, code: "invalid_input", ...(path === "" ? {} : { path }) });
      }
      expect(await countRows()).toEqual(before);
    });
  }

  for (const retentionMs of ["-2", "1.5", "7d", "9223372036854775808", "", 7, null]) {
    test(`a retention of ${JSON.stringify(retentionMs)}`, async () => {
      const body = { cluster: "local", topic: reset.topic, retentionMs };
      expectRefusal(await giver.member.post("/loss-probes", body), { status: 400, path: "retentionMs" });
    });
  }
});
