import { expect } from "@playwright/test";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { approve, expectApplied, makeSide, makeTopic, requestOf, type Side, SOON } from "../support/access-world.ts";
import type { Client } from "../support/client.ts";
import { stack } from "../support/control.ts";
import { registry } from "../support/registry-witness.ts";
import {
  askAbout,
  askSchema,
  FIRST,
  makeVersion,
  schemaRequest,
  subjectOf,
  WITH_NOTE,
} from "../support/schema-world.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";

/** Two sweeps have to agree before something counts as changed. */
const SWEPT = { timeout: 90_000 };

let side: Side;
test.beforeAll(async ({ sessions }) => {
  side = await makeSide(sessions.admin, "drift");
});
test.afterEach(() => stack.startAll());

async function makeSubject(): Promise<string> {
  return makeVersion(side, await makeTopic(side), FIRST);
}

async function decided(request: RequestSubmitted, ...approvers: Client[]): Promise<void> {
  for (const by of approvers) await approve(by, request);
  await expectApplied(side.member, request.id);
}

const state = async (subject: string) => (await subjectOf(side.member, subject)).state;

test.describe("what was changed outside", () => {
  test("a version that was registered there is drift, and adopted by request", async () => {
    const subject = await makeSubject();
    await registry.register(subject, WITH_NOTE);
    await expect.poll(() => state(subject), SWEPT).toBe("drifted");

    await decided(await askAbout(side.member, subject, "adoption"), side.owner);
    await expect.poll(() => state(subject), SOON).toBe("ready");
    expect(await registry.versions(subject)).toEqual([1, 2]);
  });

  test("or deleted by request, softly and then for good, and is gone from the registry", async ({ sessions }) => {
    const subject = await makeSubject();
    await registry.register(subject, WITH_NOTE);
    await expect.poll(() => state(subject), SWEPT).toBe("drifted");

    const versions = [2];
    await decided(await askAbout(side.member, subject, "deletion", { versions }), side.owner, sessions.admin);
    await expect.poll(() => registry.versions(subject), SOON).toEqual([1]);
    expect(await registry.versions(subject, true)).toEqual([1, 2]);

    const permanent = { versions, permanent: true };
    await decided(await askAbout(side.member, subject, "deletion", permanent), side.owner, sessions.admin);
    await expect.poll(() => registry.versions(subject, true), SOON).toEqual([1]);
    await expect.poll(() => state(subject), SWEPT).toBe("ready");
  });

  test("a level that was changed there is put back by request, never by itself", async () => {
    const subject = await makeSubject();
    await registry.setLevel(subject, "NONE");
    await expect.poll(() => state(subject), SWEPT).toBe("drifted");
    expect(await registry.level(subject)).toBe("NONE");

    await decided(await askAbout(side.member, subject, "revert"), side.owner);
    await expect.poll(() => registry.level(subject), SOON).toBe("BACKWARD");
    await expect.poll(() => state(subject), SOON).toBe("ready");
  });

  test("a version that was deleted there is registered again by request, as the next number", async () => {
    const subject = await makeSubject();
    await makeVersion(side, subject.replace(/-value$/, ""), WITH_NOTE);
    await registry.deleteVersion(subject, 1);
    await expect.poll(() => state(subject), SWEPT).toBe("drifted");

    await decided(await askAbout(side.member, subject, "revert"), side.owner);
    await expect.poll(() => registry.versions(subject), SOON).toEqual([2, 3]);
  });

  test("a subject that nobody owns is shown, and becomes a team's with the platform's word", async ({ sessions }) => {
    const topic = await makeTopic(side);
    const subject = `${topic}-value`;
    await registry.register(subject, FIRST);
    const shown = async () => (await side.member.get(`/subjects/local/${subject}`)).body;
    await expect.poll(shown, SWEPT).toMatchObject({ state: "unmanaged", team: null });

    const request = await askAbout(side.member, subject, "adoption", { team: side.team.slug });
    expect(request.requiredApprovals.map(({ id }) => id)).toEqual(["platform-admin"]);
    await decided(request, sessions.admin);
    await expect.poll(shown, SOON).toMatchObject({ state: "ready", team: { slug: side.team.slug }, topic });
  });
});

test("a whole subject is deleted softly, then for good, by two decisions; before the first the second is refused", async ({
  sessions,
}) => {
  const subject = await makeSubject();
  const permanent = { permanent: true };
  const early = await side.member.post(`/subjects/local/${subject}/deletion`, { ...permanent, reason: "At once." });
  expect(early).toMatchObject({ status: 409, body: { detail: expect.stringContaining("softly deleted before") } });

  await decided(await askAbout(side.member, subject, "deletion"), side.owner, sessions.admin);
  await expect.poll(() => registry.versions(subject), SOON).toEqual([]);
  expect(await registry.versions(subject, true)).toEqual([1]);

  await decided(await askAbout(side.member, subject, "deletion", permanent), side.owner, sessions.admin);
  await expect.poll(() => registry.versions(subject, true), SOON).toEqual([]);
});

test("while the registry is away topics are made all the same, and a schema waits until it is back", async () => {
  const topic = await makeTopic(side);
  await stack.stopRegistry();

  const other = await makeTopic(side, `${side.team.prefix}${unique("meanwhile")}.v1`);
  expect((await side.member.get(`/topics/local/${other}`)).body).toMatchObject({ condition: { state: "ready" } });
  const request = await askSchema(side.member, schemaRequest(topic, FIRST));
  await approve(side.owner, request);
  expect(await requestOf(side.member, request.id)).toMatchObject({ state: "approved" });
  const seen = async () => (await side.member.get(`/topics/local/${topic}/schemas`)).body;
  await expect.poll(seen, SWEPT).toMatchObject({ registry: { condition: "unreachable" } });

  await stack.startRegistry();
  await expect.poll(async () => (await requestOf(side.member, request.id)).state, SWEPT).toBe("applied");
  expect(await registry.versions(`${topic}-value`)).toEqual([1]);
});
