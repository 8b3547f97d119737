import { describe, expect, it } from "vitest";
import { approveRequest } from "../commands/approve-request.ts";
import { releaseGrant } from "../commands/release-grant.ts";
import { renewGrant } from "../commands/renew-grant.ts";
import { consume, granted, inDays, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";

const bench = AccessBench.prepare({ rules: true });
const topic = "orders.placed.v1";

describe("renewing", () => {
  it("is one click: as long again, decided like the access itself, and once at a time", async () => {
    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    const ends = (await bench.grantRow(grantId)).expiresAt;
    const asked = succeeded(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Still read." }));

    expect(asked.requiredApprovals.map(({ id }) => id)).toEqual(["owner-of-team"]);
    expect(refused(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Again." }))).toMatchObject({
      code: "conflict",
      extra: { requestId: asked.id },
    });
    expect(refused(await bench.approve(bench.people.analyst, asked)).code).toBe("forbidden");
    expect(succeeded(await bench.approve(bench.people.owner, asked)).state).toBe("approved");
    const renewed = (await bench.grantRow(grantId)).expiresAt.getTime() - ends.getTime();
    expect(Math.round(renewed / 86_400_000)).toBe(30);
  });

  it("is cut to what the rules let pass, and refused where that is no later", async () => {
    const secret = await granted(bench.database.web, bench.people, consume(topic), { expiresAt: inDays(360) });
    const asked = succeeded(
      await bench.run(renewGrant, bench.people.analyst, { grantId: secret, reason: "Still read." }),
    );
    const { patch } = await bench.requestRow(asked.id);
    const latest = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
    expect(patch).toEqual({ expiresAt: `${latest}T23:59:59.000Z` });

    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    await bench.database.owner.grant.update({ where: { id: grantId }, data: { expiresAt: new Date(inDays(400)) } });
    expect(refused(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "More." })).code).toBe(
      "conflict",
    );
  });

  it.each([
    ["an earlier end", inDays(1), "invalid_input"],
    ["an end in the past", "2020-01-01T00:00:00Z", "invalid_input"],
    ["an end beyond the rules", inDays(500), "policy_violated"],
  ])("refuses %s", async (_, expiresAt, code) => {
    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    const failure = refused(await bench.run(renewGrant, bench.people.analyst, { grantId, expiresAt, reason: "More." }));
    expect(failure).toMatchObject({ code, errors: [{ path: "expiresAt" }] });
  });

  it("is not for what the giving side does not own any more", async () => {
    const grantId = await granted(bench.database.web, bench.people, consume("orders.sent.v1"));
    const asked = succeeded(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Still read." }));
    const payments = await bench.database.owner.team.findUniqueOrThrow({ where: { slug: "payments" } });
    const moveTo = (teamId: string) =>
      bench.database.owner.topic.updateMany({ where: { name: "orders.sent.v1" }, data: { teamId } });
    await moveTo(payments.id);
    expect(
      refused(
        await bench.run(approveRequest, bench.people.owner, { requestId: asked.id, fingerprint: asked.fingerprint }),
      ),
    ).toMatchObject({
      code: "stale_plan",
      errors: [{ path: "grantId" }],
    });
    expect((await bench.requestRow(asked.id)).state).toBe("stale");
    expect(refused(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Again." })).code).toBe(
      "conflict",
    );
    await moveTo(bench.people.teamId);
  });

  it("is for the holder's team only, and not for what has ended", async () => {
    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    expect(refused(await bench.run(renewGrant, bench.people.owner, { grantId, reason: "No." })).code).toBe("not_found");
    expect(refused(await bench.run(renewGrant, bench.people.stranger, { grantId, reason: "No." })).code).toBe(
      "not_found",
    );
    succeeded(await bench.run(releaseGrant, bench.people.analyst, { grantId, reason: "Done." }));
    expect(refused(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Yes." })).code).toBe(
      "conflict",
    );
  });
});
