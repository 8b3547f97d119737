import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { webhooksOf } from "#lib/db/stores/webhooks";
import { NOTICES_KEPT_DAYS } from "#lib/db/worker-stores/forgotten-notices";
import { REMIND_BEFORE_DAYS } from "#lib/db/worker-stores/grant-reminders";
import { LAPSE_AFTER_DAYS } from "#lib/domain/request";
import { forgetExpired } from "./forget-expired.ts";
import { silent } from "./test-installation.ts";
import { TestOutbox } from "./test-outbox.ts";

let outbox: TestOutbox;
beforeAll(async () => {
  outbox = await TestOutbox.create();
});
afterAll(() => outbox?.database.drop());
beforeEach(() => outbox.clear());

const forget = () => forgetExpired({ db: outbox.database.worker, log: silent }, new AbortController().signal);
const events = () => outbox.database.owner.outboxEvent.count();

/** The only delivery that waits becomes this, with its notice so many days ago. */
async function becomes(state: string, daysAgo: number, error = ""): Promise<void> {
  await outbox.database.owner.$executeRaw`
    WITH made AS (UPDATE outbox_deliveries SET state = ${state}, attempt = 1, due_at = NULL, error = ${error},
        sent_at = CASE WHEN ${state} = 'sent' THEN now() - make_interval(days => ${daysAgo}::int) END WHERE state = 'pending' RETURNING event_id)
    UPDATE outbox_events SET expanded_at = now() - make_interval(days => ${daysAgo}::int) WHERE id IN (SELECT event_id FROM made)`;
}

it("is kept for longer than anybody is told of the same again", () => {
  expect(NOTICES_KEPT_DAYS).toBeGreaterThan(Math.max(...REMIND_BEFORE_DAYS, LAPSE_AFTER_DAYS));
});

describe("a mail", () => {
  beforeEach(async () => {
    await outbox.person("owner", { team: "orders" });
    await outbox.notice();
  });

  it("that nobody was given yet stays, and so does one that waits, however old", async () => {
    await outbox.database.owner.$executeRaw`UPDATE outbox_events SET created_at = now() - interval '200 days'`;
    expect(await forget()).toEqual({});
    await outbox.expand();
    await outbox.database.owner.$executeRaw`UPDATE outbox_events SET expanded_at = now() - interval '200 days'`;
    expect(await forget()).toEqual({});
    expect(await outbox.deliveries()).toMatchObject([{ state: "pending", due: true }]);
  });

  it.each(["sent", "failed"])("that was %s goes with its notice, once nobody waits for it", async (state) => {
    const late = await outbox.person("late", { team: "orders" });
    await outbox.expand();
    await becomes(state, 91);
    await outbox.database.owner
      .$executeRaw`UPDATE outbox_deliveries SET state = 'pending', due_at = now(), sent_at = NULL WHERE user_id = ${late}::uuid`;
    expect(await forget()).toEqual({});
    expect(await outbox.deliveries()).toMatchObject([{ name: "late", state: "pending" }, { name: "owner" }]);

    await becomes("sent", 91);
    expect(await forget()).toEqual({ notices: 1 });
    expect([await outbox.deliveries(), await events()]).toEqual([[], 0]);
  });

  it("is told once, also after another notice of the same key", async () => {
    await outbox.notice({ dedupeKey: "once" });
    await outbox.expand();
    await becomes("sent", 89);
    await forget();
    await outbox.notice({ dedupeKey: "once" });
    expect(await outbox.expand()).toBe(0);
  });
});

describe("a webhook", () => {
  const shown = async () => {
    const [webhook] = await webhooksOf(outbox.database.web, outbox.teams.orders);
    return webhook && { lastSentAt: webhook.lastSentAt, lastError: webhook.lastError, pending: webhook.pending };
  };
  async function called(state: string, daysAgo: number, error?: string): Promise<void> {
    await outbox.notice();
    await outbox.expand(false);
    await becomes(state, daysAgo, error);
  }

  it("shows its owners how it goes, however long ago that was", async () => {
    await outbox.webhook("https://hooks.example.test/");
    await outbox.database.owner.$executeRaw`UPDATE webhooks SET created_at = now() - interval '300 days'`;
    await called("failed", 204, "answered 501");
    await called("sent", 203);
    await called("failed", 202, "answered 502");
    await called("failed", 201, "answered 503");
    const before = await shown();
    expect(before).toMatchObject({ lastSentAt: expect.any(Date), lastError: "answered 503" });
    expect(await forget()).toEqual({ notices: 2 });
    expect(await shown()).toEqual(before);

    await called("sent", 91);
    expect(await forget()).toEqual({ notices: 2 });
    expect(await shown()).toMatchObject({ lastSentAt: expect.any(Date), lastError: "" });
  });

  it("shows when it was called last, also where that was an older delivery tried again", async () => {
    await outbox.webhook("https://hooks.example.test/");
    await called("sent", 204);
    await called("sent", 203);
    await outbox.database.owner.$executeRaw`
      UPDATE outbox_deliveries SET attempt = 3, sent_at = now() - interval '201 days' WHERE sent_at < now() - interval '203.5 days'`;
    await called("sent", 202);
    const before = await shown();
    expect(await forget()).toEqual({ notices: 1 });
    expect(await shown()).toEqual(before);

    await called("failed", 200, "answered 503");
    expect(await forget()).toEqual({ notices: 1 });
    expect(await shown()).toEqual({ ...before, lastError: "answered 503" });
  });

  it("that was deleted goes with its secret after 90 days, and after its last delivery", async () => {
    const [early, late] = [
      await outbox.webhook("https://early.example.test/"),
      await outbox.webhook("https://late.example.test/"),
    ];
    await called("sent", 91);
    await called("failed", 80, "answered 500");
    const deleted = (id: string, daysAgo: number) =>
      outbox.database.owner.$executeRaw`
        UPDATE webhooks SET deleted_at = now() - make_interval(days => ${daysAgo}::int) WHERE id = ${id}::uuid`;
    await deleted(early, 91);
    await deleted(late, 89);
    expect(await forget()).toEqual({ notices: 1 });

    await outbox.database.owner.$executeRaw`UPDATE outbox_events SET expanded_at = now() - interval '91 days'`;
    expect(await forget()).toEqual({ notices: 1, "deleted webhooks": 1 });
    expect(await outbox.database.owner.webhook.findMany({ select: { id: true } })).toEqual([{ id: late }]);
  });
});
