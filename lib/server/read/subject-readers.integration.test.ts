import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { askedFor, consume, createTestAccess, granted, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { runCommand } from "../run-command.ts";
import { readSubjectReaders } from "./subject-readers.ts";

const TOPIC = "orders.placed.v1";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

const readers = (topic: string) => readSubjectReaders(database.web, "local", topic);
const commit = (groupId: string, topic = TOPIC) =>
  database.owner.groupTopic.create({
    data: { clusterSlug: "local", groupId, topic, committed: 7n, lastActiveAt: new Date() },
  });

/** Access to all topics of orders, which the platform approves too. */
async function grantedByPrefix(consumerGroup: object, agreement: object) {
  const item = consume("orders.", { patternType: "PREFIXED", consumerGroup });
  const [request] = await askedFor(database.web, people.analyst, [item], { agreement });
  const input = { requestId: request?.id, fingerprint: request?.fingerprint };
  for (const actor of [people.owner, people.admin])
    succeeded(await runCommand(database.web, approveRequest, actor, input));
}

describe("who reads a topic", () => {
  it("is each application with a living grant, with its groups as granted and as seen, and the fields it was promised", async () => {
    const agreement = { neededFields: ["total", "customer.id"] };
    await granted(database.web, people, consume(TOPIC, { consumerGroup: { name: "dashboards.exact" } }), { agreement });
    await grantedByPrefix(
      { name: "dashboards.all.", patternType: "PREFIXED" },
      { neededFields: ["total", "currency"] },
    );
    await commit("dashboards.all.1");
    await commit("dashboards.exact");
    await database.owner.groupObservation.create({
      data: {
        ...{ clusterSlug: "local", groupId: "dashboards.exact", protocolType: "consumer", state: "Stable" },
        ...{ members: 2, seenAt: new Date() },
      },
    });

    expect(await readers(TOPIC)).toMatchObject([
      {
        application: { slug: "dashboards" },
        team: { slug: "analytics" },
        groups: [
          { groupId: "dashboards.all.1", state: null },
          { groupId: "dashboards.exact", state: "Stable", lastActiveAt: expect.any(Date) },
        ],
        neededFields: ["total", "customer.id", "currency"],
      },
    ]);
    expect(await readers("orders.sent.v1")).toMatchObject([
      { application: { slug: "dashboards" }, groups: [{ groupId: "dashboards.all. (PREFIXED)", lastActiveAt: null }] },
    ]);
    expect(await readers("payments.made.v1")).toEqual([]);
  });

  it("is a group that no grant explains too, with the team in whose application's namespace it is", async () => {
    await commit("rival.copy");
    await commit("rivalry");
    await commit("nobody.knows");

    expect((await readers(TOPIC)).slice(1)).toMatchObject([
      { application: null, team: { slug: "payments" }, groups: [{ groupId: "rival.copy" }], neededFields: [] },
      { application: null, team: null, groups: [{ groupId: "nobody.knows" }, { groupId: "rivalry" }] },
    ]);
  });

  it("is nobody by a grant that has ended", async () => {
    const id = await granted(database.web, people, consume("orders.paid.v1"));
    const applications = async () => (await readers("orders.paid.v1")).map(({ groups }) => groups.length);
    expect(await applications()).toEqual([2]);
    succeeded(await runCommand(database.web, revokeGrant, people.owner, { grantId: id, reason: "No longer needed." }));
    expect(await applications()).toEqual([1]);
  });
});
