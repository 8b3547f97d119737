import { describe, expect, it } from "vitest";
import type { Actor } from "#lib/domain/actor";
import { releaseGrant } from "../commands/release-grant.ts";
import { removePrefix } from "../commands/remove-prefix.ts";
import { renewGrant } from "../commands/renew-grant.ts";
import { revokeGrant } from "../commands/revoke-grant.ts";
import { consume, granted, refused, succeeded } from "./test-access.ts";
import { AccessBench } from "./test-access-bench.ts";

const bench = AccessBench.prepare({ rules: true });
const topic = "orders.placed.v1";

describe("a prefix that access was given to", () => {
  it("is not taken back while the access lives: it would go on over the next team's topics", async () => {
    const { id: teamId } = await bench.database.owner.team.create({ data: { slug: "sales", name: "Sales" } });
    await bench.database.owner.teamPrefix.create({ data: { prefix: "sales.", teamId } });
    const request = await bench.one({ ...consume("sales."), patternType: "PREFIXED" });
    await bench.database.owner.membership.create({
      data: { teamId, userId: bench.people.owner.userId ?? "", role: "owner" },
    });
    succeeded(await bench.approve(bench.people.owner, request));
    succeeded(
      await bench.approve(bench.people.admin, {
        ...request,
        fingerprint: (await bench.requestRow(request.id)).fingerprint,
      }),
    );

    const { grantId } = await bench.requestRow(request.id);
    const takeBack = () => bench.run(removePrefix, bench.people.admin, { team: "sales", prefix: "sales." });
    expect(refused(await takeBack())).toMatchObject({
      code: "conflict",
      detail: "sales. is still used by access to all of sales..",
    });
    succeeded(await bench.run(revokeGrant, bench.people.admin, { grantId, reason: "The team is dissolved." }));
    succeeded(await takeBack());
  });
});

describe("ending", () => {
  it.each<[string, () => Actor]>([
    ["an owner of the giving side", () => bench.people.owner],
    ["an owner of the holding side", () => bench.people.analyticsOwner],
    ["the platform", () => bench.people.admin],
  ])("revokes at once by %s, with the reason, and tells both sides", async (_, who) => {
    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    succeeded(await bench.run(revokeGrant, who(), { grantId, reason: "No longer needed." }));
    expect(await bench.grantRow(grantId)).toMatchObject({
      state: "ended",
      endKind: "revoked",
      endedBy: who().name,
      endReason: "No longer needed.",
    });
    const notices = await bench.database.owner.$queryRaw`
      SELECT audience FROM outbox_events WHERE starts_with(dedupe_key, ${`grant-ended:${grantId}`}) ORDER BY dedupe_key`;
    expect(notices).toMatchObject([
      { audience: { ownersOf: [bench.people.analyticsTeamId] } },
      { audience: { ownersOf: [bench.people.teamId] } },
    ]);
  });

  it("is not for members of either side, except that the holder gives back", async () => {
    const grantId = await granted(bench.database.web, bench.people, consume(topic));
    expect(refused(await bench.run(revokeGrant, bench.people.member, { grantId, reason: "-" })).code).toBe("forbidden");
    expect(refused(await bench.run(revokeGrant, bench.people.analyst, { grantId, reason: "-" })).code).toBe(
      "forbidden",
    );
    expect(refused(await bench.run(releaseGrant, bench.people.owner, { grantId, reason: "-" })).code).toBe("forbidden");
    expect(refused(await bench.run(revokeGrant, bench.people.stranger, { grantId, reason: "-" })).code).toBe(
      "not_found",
    );
    succeeded(await bench.run(releaseGrant, bench.people.analyst, { grantId, reason: "Done." }));
    expect(await bench.grantRow(grantId)).toMatchObject({ state: "ended", endKind: "released" });
  });

  it("ends once, however many do it at the same moment, and takes open renewals with it", async () => {
    for (let round = 0; round < 6; round++) {
      const grantId = await granted(bench.database.web, bench.people, consume(topic));
      const renewal = succeeded(await bench.run(renewGrant, bench.people.analyst, { grantId, reason: "Still." }));
      const expire = bench.database.worker.$executeRaw`
        UPDATE grants SET state = 'ended', ended_at = now(), end_kind = 'expired', ended_by = 'clock' WHERE id = ${grantId}::uuid AND state <> 'ended'`;
      const [revoked, released, approved, expired] = await Promise.all([
        bench.run(revokeGrant, bench.people.owner, { grantId, reason: "One." }),
        bench.run(releaseGrant, bench.people.analyst, { grantId, reason: "Two." }),
        bench.approve(bench.people.secondOwner, renewal),
        expire,
      ]);

      expect([revoked.ok, released.ok, expired === 1].filter(Boolean)).toHaveLength(1);
      for (const result of [revoked, released]) if (!result.ok) expect(result.failure.code).toBe("conflict");
      const { state } = await bench.requestRow(renewal.id);
      if (approved.ok) expect(state).toBe("approved");
      else if (expired !== 1) expect(state).toBe("stale");
      expect((await bench.grantRow(grantId)).state).toBe("ended");
    }
  });
});
