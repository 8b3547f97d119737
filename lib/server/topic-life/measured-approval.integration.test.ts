import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import type { Actor } from "#lib/domain/actor";
import { createTestAccess, refused, succeeded, type TestAccess } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { requestTopicChange } from "../commands/request-topic-change.ts";
import { getRequest } from "../queries/get-request.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createTestTopic, type TestTopic, tellLoss } from "./test-topics.ts";

let database: TestDatabase;
let people: TestAccess;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
});
afterAll(() => database?.drop());

const DAY = 86_400_000n;
let made = 0;

/** A request for a day's retention, of a topic that keeps a week, before anybody measured what goes. */
async function shorter(): Promise<{ topic: TestTopic; id: number; fingerprint: string }> {
  made += 1;
  const topic = await createTestTopic(database.owner, people.teamId, `orders.measured-${made}.v1`);
  const input = { kind: "change", cluster: "local", name: topic.name, reason: "Too much." };
  const patch = { config: { "retention.ms": String(DAY) } };
  const { id, fingerprint } = succeeded(
    await runCommand(database.web, requestTopicChange, people.member, { ...input, patch }),
  );
  return { topic, id, fingerprint };
}

const view = async (requestId: number) =>
  succeeded(await runQuery(database.web, getRequest, people.owner, { requestId }));
const approve = (actor: Actor, { id, fingerprint }: { id: number; fingerprint: string }) =>
  runCommand(database.web, approveRequest, actor, { requestId: id, fingerprint });
const approvals = (requestId: number) =>
  database.owner.approval.findMany({ where: { requestId }, orderBy: { id: "asc" } });

describe("a shorter retention that was measured after it was asked for", () => {
  it("is read with its loss, and approved by what was read", async () => {
    const asked = await shorter();
    expect(await view(asked.id)).toMatchObject({ fingerprint: asked.fingerprint, plan: { loss: null } });
    await tellLoss(database.owner, asked.topic, DAY, { search: "40" });

    const read = await view(asked.id);
    expect(read.plan.loss).toMatchObject({ records: "1000", groups: [{ group: "search", records: "40" }] });
    expect(read.fingerprint).not.toBe(asked.fingerprint);
    succeeded(await approve(people.owner, read));
    expect(await view(asked.id)).toMatchObject({ fingerprint: read.fingerprint, plan: { loss: { records: "1000" } } });
    expect(succeeded(await approve(people.admin, read)).state).toBe("approved");
  });

  it("is not approved by the fingerprint of what was not measured", async () => {
    const asked = await shorter();
    await tellLoss(database.owner, asked.topic, DAY, {});
    expect(refused(await approve(people.owner, asked))).toMatchObject({ code: "stale_plan" });
    expect(refused(await approve(people.owner, { ...asked, fingerprint: "0".repeat(64) }))).toMatchObject({
      code: "stale_plan",
      extra: { current: (await view(asked.id)).fingerprint },
    });
  });

  it("that grew is approved anew by whoever saw less", async () => {
    const asked = await shorter();
    await tellLoss(database.owner, asked.topic, DAY, {});
    succeeded(await approve(people.owner, await view(asked.id)));
    await tellLoss(database.owner, asked.topic, DAY, { billing: "900" });

    const grown = await view(asked.id);
    expect(grown.plan.loss?.groups).toHaveLength(1);
    expect(succeeded(await approve(people.admin, grown))).toMatchObject({
      state: "submitted",
      openSlots: [{ id: "owner-of-team" }],
    });
    const [first, second] = await approvals(asked.id);
    expect(first?.droppedAt).not.toBeNull();
    expect(second).toMatchObject({ droppedAt: null, fingerprint: grown.fingerprint });
    expect(succeeded(await approve(people.owner, grown)).state).toBe("approved");
  });

  it("is left to whoever approved before, by an admin who owns the team too", async () => {
    const asked = await shorter();
    await tellLoss(database.owner, asked.topic, DAY, {});
    succeeded(await approve(people.owner, await view(asked.id)));
    await tellLoss(database.owner, asked.topic, DAY, { billing: "900" });

    const grown = await view(asked.id);
    const both: Actor = { ...people.admin, memberships: people.owner.memberships };
    expect(succeeded(await approve(both, grown))).toMatchObject({ openSlots: [{ id: "owner-of-team" }] });
    expect(succeeded(await approve(people.owner, grown)).state).toBe("approved");
  });
});
