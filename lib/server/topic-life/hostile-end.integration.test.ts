import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import {
  accessInput,
  consume,
  createTestAccess,
  granted,
  refused,
  succeeded,
  type TestAccess,
} from "../access/test-access.ts";
import { announceEnding } from "../commands/announce-ending.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { describeTopic } from "../commands/describe-topic.ts";
import { requestAccess } from "../commands/request-access.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { requestTopicDeletion } from "../commands/request-topic-deletion.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { previewTopicLife } from "../queries/preview-topic-life.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestTopic, type TestTopic, tellLoss } from "./test-topics.ts";

let database: TestDatabase;
let people: TestAccess;
let one: TestTopic;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

let made = 0;
const topic = (wanted: Parameters<typeof createTestTopic>[3] = {}) => {
  made += 1;
  return createTestTopic(database.owner, people.teamId, `orders.ended-${made}.v1`, wanted);
};
const about = ({ name }: TestTopic, rest: object) => ({ cluster: "local", name, reason: "Why.", ...rest });
const change = (which: TestTopic, patch: object) =>
  runCommand(database.web, requestTopicChange, people.member, about(which, { kind: "change", patch }));
const revert = (which: TestTopic, rest: object = {}) =>
  runCommand(database.web, requestTopicRevert, people.member, about(which, { kind: "revert", ...rest }));
const adopt = (which: TestTopic, rest: object = {}) =>
  runCommand(database.web, requestTopicAdoption, people.member, about(which, { kind: "adopt", ...rest }));
const deletion = ({ name }: TestTopic) =>
  runCommand(
    database.web,
    requestTopicDeletion,
    people.member,
    about({ name } as TestTopic, { kind: "delete", confirm: name }),
  );
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const topicNow = ({ id }: TestTopic) => database.owner.topic.findUniqueOrThrow({ where: { id } });
const stored = (id: number) => database.owner.request.findUniqueOrThrow({ where: { id } });

/** Asked for and approved by an owner, not yet on the cluster. */
async function approved(which: TestTopic, patch: object) {
  const request = succeeded(await change(which, patch));
  expect(succeeded(await approve(people.owner, request)).state).toBe("approved");
  return request;
}

const WEEK = "604800000";
const FORTNIGHT = "1209600000";
const MONTH = "2592000000";
const DAY = "86400000";

describe("drift", () => {
  it("is not what was approved and is not yet on the cluster", async () => {
    one = await topic();
    const { id } = await approved(one, { config: { "retention.ms": MONTH } });
    expect(refused(await revert(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one))).toMatchObject({ code: "conflict" });
    expect(refused(await adopt(one, { fields: ["retention.ms"] })).detail).toContain(`Request ${id}`);
  });

  it("is not adopted, nor reverted, past those who were promised more", async () => {
    const promise = { agreement: { minRetentionMs: FORTNIGHT } };
    one = await topic({ config: { "retention.ms": MONTH }, live: { config: { "retention.ms": WEEK } } });
    await granted(database.web, people, consume(one.name), promise);
    const adopted = succeeded(await adopt(one));
    expect(adopted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${people.analyticsTeamId}`);
    expect(adopted.plan.effects.map(({ text }) => text).join(" ")).toContain("promised");
    expect(refused(await approve(people.owner, adopted))).toMatchObject({ code: "forbidden" });

    one = await topic({ live: { config: { "retention.ms": MONTH } } });
    await granted(database.web, people, consume(one.name), promise);
    await tellLoss(database.owner, one, BigInt(WEEK), {});
    const reverted = succeeded(await revert(one));
    expect(reverted.requiredApprovals.map(({ id }) => id)).toContain(`reader:${people.analyticsTeamId}`);
  });
});

describe("the end of a topic", () => {
  let open: { change: number; access: number };

  beforeEach(async () => {
    one = await topic();
    const [access] = succeeded(
      await runCommand(database.web, requestAccess, people.analyst, accessInput([consume(one.name)])),
    ).requests;
    open = { change: succeeded(await change(one, { config: { "retention.ms": DAY } })).id, access: access?.id ?? 0 };
    const end = succeeded(await deletion(one));
    succeeded(await approve(people.owner, end));
    succeeded(await approve(people.admin, end));
  });

  it("ends what was still asked of it, and gives back what that held", async () => {
    expect(await stored(open.change)).toMatchObject({ state: "stale" });
    expect(await stored(open.access)).toMatchObject({ state: "stale" });
    expect(await database.owner.fieldClaim.count({ where: { objectName: one.name } })).toBe(0);
    const trail = await database.owner.auditEvent.findMany({
      where: { action: "request.stale", objectName: one.name },
    });
    expect(trail).toHaveLength(2);
  });

  it("is announced no more, nor described", async () => {
    const frame = { cluster: "local", name: one.name };
    const ending = { ...frame, at: new Date(Date.now() + Number(WEEK)).toISOString(), reason: "Why." };
    expect(refused(await runCommand(database.web, announceEnding, people.owner, ending))).toMatchObject({
      code: "conflict",
    });
    const { version } = await topicNow(one);
    const said = { ...frame, version, description: "Gone." };
    expect(refused(await runCommand(database.web, describeTopic, people.member, said))).toMatchObject({
      code: "conflict",
    });
  });

  it("names the notice that was promised, until an announced end has come", async () => {
    one = await topic();
    await granted(database.web, people, consume(one.name), { agreement: { noticeDays: 1 } });
    const effects = async () => {
      const input = about(one, { kind: "delete", confirm: one.name });
      const { plan } = succeeded(await runQuery(database.web, previewTopicLife, people.member, input));
      return plan?.effects.map(({ text }) => text).join(" ");
    };
    expect(await effects()).toContain("promised to dashboards of Analytics: 1 day of notice");
    await database.owner.topic.update({ where: { id: one.id }, data: { endingAt: new Date(Date.now() - 1_000) } });
    expect(await effects()).not.toContain("promised");
  });

  it("gives nobody access to a tombstone, which the next topic of that name would inherit", async () => {
    const again = await runCommand(database.web, requestAccess, people.analyst, accessInput([consume(one.name)]));
    expect(refused(again).detail).toMatch(/is being deleted/);
  });
});
