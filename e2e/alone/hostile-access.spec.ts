import { expect } from "@playwright/test";
import {
  accessRequest,
  inDays,
  makeApplication,
  makePrincipal,
  makeSide,
  makeTopic,
  type Side,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { countRows } from "../support/database.ts";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";
import {
  HOSTILE_ENDS,
  HOSTILE_EXTERNAL_NAMES,
  HOSTILE_GROUPS,
  HOSTILE_PREFIXES,
  HOSTILE_SCRAM_NAMES,
  HOSTILE_TOPICS,
  type HostileValue,
} from "./hostile-access-fields.ts";

/** `bare` has no principal yet, so that nothing but the name stands against one. */
type World = { giver: Side; reader: Side; topic: string; application: string; bare: string };

let world: World;

test.beforeAll(async ({ sessions }) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const application = await makeApplication(reader);
  await makePrincipal(reader, application, `${reader.team.slug}.${application}`);
  world = { giver, reader, topic: await makeTopic(giver), application, bare: await makeApplication(reader) };
});

test.describe("a principal's name", () => {
  const kinds = { scram: HOSTILE_SCRAM_NAMES, external: HOSTILE_EXTERNAL_NAMES };
  for (const [kind, names] of Object.entries(kinds)) {
    for (const hostile of names) {
      test(`${kind}: ${hostile.what}`, async () => {
        const body = { cluster: "local", kind, name: hostile.value, reason: "Why not." };
        await expectRefused(`/applications/${world.bare}/principals`, body, "name", hostile);
      });
    }
  }

  test("one that another application has, in any case of letters", async () => {
    const taken = `${world.reader.team.slug}.${world.application}`;
    for (const name of [taken, taken.toUpperCase()]) {
      const body = { cluster: "local", kind: "scram", name, reason: "Why not." };
      await expectRefused(`/applications/${world.bare}/principals`, body, "name", {
        what: "",
        value: name,
        status: 409,
      });
    }
  });
});

test.describe("a request for access", () => {
  const itemOf = (change: object) => [{ ...toConsume(world.topic, world.application), ...change }];
  const cases: [string, HostileValue[], string, (hostile: HostileValue) => object][] = [
    ["its end", HOSTILE_ENDS, "expiresAt", ({ value }) => ({ expiresAt: value })],
    ["its topic", HOSTILE_TOPICS, "items.0.topic", ({ value }) => ({ items: itemOf({ topic: value }) })],
    [
      "its prefix",
      HOSTILE_PREFIXES,
      "items.0.topic",
      ({ value }) => ({ items: itemOf({ topic: value, patternType: "PREFIXED" }) }),
    ],
    [
      "its consumer group",
      HOSTILE_GROUPS,
      "items.0.consumerGroup",
      ({ value }) => ({ items: itemOf({ consumerGroup: value }) }),
    ],
  ];
  for (const [field, values, path, changeOf] of cases) {
    for (const hostile of values) {
      test(`${field}: ${hostile.what}`, async () => {
        const body = { ...accessRequest(world.application, {}), items: itemOf({}), ...changeOf(hostile) };
        await expectRefused("/access-requests", body, path, hostile);
      });
    }
  }

  test("for another team's application", async ({ tokens }) => {
    const body = accessRequest(world.application, toConsume(world.topic, world.application));
    const before = await countRows();
    expectRefusal(await tokens.developer.post("/access-requests", body), { status: [403, 404] });
    expect(await countRows()).toEqual(before);
  });

  test("with a group or an id of another application's own", async ({ sessions }) => {
    const other = await makeApplication(await makeSide(sessions.admin, "other"));
    const theirs = { name: `${other}.reader` };
    await expectRefused(
      "/access-requests",
      accessRequest(world.application, { ...toConsume(world.topic, world.application), consumerGroup: theirs }),
      "items.0.consumerGroup.name",
      { what: "", value: theirs, status: [400, 409, 422] },
    );
    await expectRefused(
      "/access-requests",
      accessRequest(world.application, { ...toProduce(world.topic), transactionalId: theirs }),
      "items.0.transactionalId.name",
      { what: "", value: theirs, status: [400, 409, 422] },
    );
  });

  for (const host of ["0.0.0.0/0", "", "localhost", "127.0.0.1 ", "*.example.test", "256.0.0.1"]) {
    test(`from the host ${JSON.stringify(host)}`, async () => {
      const body = accessRequest(world.application, toConsume(world.topic, world.application), { host });
      await expectRefused("/access-requests", body, "host", { what: host, value: host });
    });
  }

  test("a later end by the one who approves", async () => {
    const { reader, giver, topic, application } = world;
    const asked = await reader.member.post(
      "/access-requests",
      accessRequest(application, toConsume(topic, application, `${application}.${unique("group")}`)),
    );
    const [request] = (asked.body as { requests: { id: number; fingerprint: string }[] }).requests;
    const { id = 0, fingerprint = "" } = request ?? {};

    for (const expiresAt of [inDays(60), inDays(-1), "10000-01-01T00:00:00Z"]) {
      const answer = await giver.owner.post(`/requests/${id}/approve`, { fingerprint, expiresAt });
      expectRefusal(answer, { status: [400, 409, 422], path: "expiresAt" });
    }
    expect((await reader.member.get(`/requests/${id}`)).body).toMatchObject({ state: "submitted" });
  });
});

/** Refused with the field named, by the call and by its preview where there is one, and nothing is stored. */
async function expectRefused(path: string, body: object, field: string, hostile: HostileValue): Promise<void> {
  const before = await countRows();

  const answer = await world.reader.member.post(path, body);

  expectRefusal(answer, { status: hostile.status ?? 400, path: hostile.named ?? field });
  expect(await countRows()).toEqual(before);
}
