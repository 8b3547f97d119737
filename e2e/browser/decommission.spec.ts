import { expect, type Page } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  inDays,
  makeProgram,
  makeSide,
  makeTopic,
  type Side,
  SOON,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { type Client, expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { picture } from "../support/picture.ts";
import { test } from "../support/test.ts";
import { decideAndApply, SWEPT, topicOf } from "../support/topic-life.ts";

test.setTimeout(480_000);

test("announced, blocked so that a client is refused, unblocked in one click, blocked again, deleted: nothing denies a successor", async ({
  sessions,
  open,
  witness,
}) => {
  const side = await makeSide(sessions.admin, "ending");
  const topic = await makeTopic(side);
  const { application, kafka } = await makeProgram(side);
  const toRead = toConsume(topic, application);
  await grantAccess(side, side, accessRequest(application, toProduce(topic)));
  await grantAccess(side, side, accessRequest(application, toRead));
  expect(await kafka.write(topic)).toBe("allowed");
  expect(await kafka.read(topic, toRead.consumerGroup.name)).toBe("allowed");
  const page = await open(side.owner);

  await test.step("announce, and take it back, and announce", async () => {
    await page.goto(`/topics/local/${topic}/decommission`);
    await announce(page);
    await page.getByRole("button", { name: "It goes on" }).click();
    await page.getByLabel("Reason").fill("Somebody needs it.");
    await page.getByRole("button", { name: "Take the end back" }).click();
    await expect(page.getByText("Written until", { exact: false })).toBeHidden();
    await announce(page);
  });

  await test.step("block: the client is refused", async () => {
    await page.getByRole("button", { name: "Ask to block it" }).click();
    const dialog = page.getByRole("dialog", { name: `Block ${topic}?` });
    await expect(dialog.getByText("by DENY bindings for everybody", { exact: false })).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel("Reason").fill("Who misses it?");
    await dialog.getByRole("button", { name: "Ask to block it" }).click();
    await expect(page.getByText("waits for a decision", { exact: false })).toBeVisible();
    await decideAndApply(side, sessions.admin, await openRequestOf(side.owner, topic));
    await page.reload();
    await expect(page.getByText("Seen on the cluster", { exact: false })).toContainText("7 days left");
    await expectAccessible(page);
    await picture(page, "decommission");
    expect(await kafka.write(topic)).toBe("denied");
    expect(await kafka.read(topic, toRead.consumerGroup.name)).toBe("denied");
    expect(await denialsOf(topic, witness)).toHaveLength(2);
  });

  await test.step("the topic's own page has one way back too, and the next step", async () => {
    await page.goto(`/topics/local/${topic}`);
    await expect(page.getByText("The way back stands at the top of the page.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Unblock" })).toHaveCount(1);
    await expect(page.getByRole("link", { name: "Ask to delete it" })).toBeVisible();
  });

  await test.step("unblock in one click: it works again", async () => {
    await (await listening(page.getByRole("button", { name: "Unblock" }))).click();
    await page.getByLabel("Reason").fill("Accounting misses it.");
    await page.getByRole("dialog").getByRole("button", { name: "Unblock" }).click();
    await expect.poll(() => denialsOf(topic, witness), SOON).toEqual([]);
    await expect.poll(() => kafka.write(topic), SOON).toBe("allowed");
    expect(await kafka.read(topic, toRead.consumerGroup.name)).toBe("allowed");
  });

  await test.step("block again and delete: it is gone, and no binding of it is left", async () => {
    const about = { cluster: "local", name: topic, reason: "Nobody needs it." };
    await asked(side, sessions.admin, { kind: "block", days: 1, ...about });
    expect(await kafka.write(topic)).toBe("denied");
    // The group read it a moment ago, and so did the writer write: both are named.
    const despite = { groups: [toRead.consumerGroup.name], recentWrites: true };
    await asked(side, sessions.admin, { kind: "delete", confirm: topic, despite, ...about });
    await expect.poll(() => witness.topic(topic), SOON).toBeNull();
    await expect.poll(() => denialsOf(topic, witness), SOON).toEqual([]);
    const answer = async () => (await side.owner.get(`/topics/local/${topic}/decommission`)).status;
    await expect.poll(answer, SOON).toBe(404);
  });
});

test("a topic that nobody writes or reads is put to its owners, with its steps", async ({ sessions, open }) => {
  const side = await makeSide(sessions.admin, "stale");
  const topic = await makeTopic(side);
  // Past the worker, because nobody waits a month: as if it had seen the end offsets stand still for so long.
  const aged = () =>
    sqlAs(
      "owner",
      `UPDATE topic_figures SET moved_at = now() - interval '90 days', last_written_at = now() - interval '90 days'
       WHERE name = $1 RETURNING name`,
      [topic],
    );
  await expect.poll(aged, SWEPT).toHaveLength(1);

  const owner = await open(side.owner);
  await owner.goto("/");
  await owner.getByRole("link", { name: "1 stale" }).click();
  const row = owner.getByRole("row", { name: topic });
  await expect(row.getByText("Found")).toBeVisible();
  await row.getByRole("link", { name: `Steps of ${topic} on local` }).click();
  await expect(owner.getByText("no consumer group was active", { exact: false })).toBeVisible();
  await expect(owner.getByRole("button", { name: "Announce its end" })).toBeVisible();

  const other = await makeSide(sessions.admin, "other");
  const stranger = await open(other.owner);
  await stranger.goto("/decommission");
  await expect(stranger.getByText("Every topic is in use")).toBeVisible();
  await stranger.goto(`/topics/local/${topic}/decommission`);
  await expect(stranger.getByText("For the next step:", { exact: false })).toBeVisible();
  await expect(stranger.getByRole("button", { name: "Announce its end" })).toHaveCount(0);
});

async function announce(page: Page): Promise<void> {
  await (await listening(page.getByRole("button", { name: "Announce its end" }))).click();
  await page.getByLabel("Last day").fill(inDays(30).slice(0, 10));
  await page.getByLabel("Reason").fill("Nobody reads it.");
  await page.getByRole("button", { name: "Announce", exact: true }).click();
  await expect(page.getByText("Written until", { exact: false })).toBeVisible();
}

async function openRequestOf(client: Client, topic: string): Promise<number> {
  const { openRequests } = await topicOf(client, topic);
  return openRequests[0]?.id ?? 0;
}

async function asked(side: Side, admin: Client, input: object): Promise<void> {
  const { id } = expectOk<{ id: number }>(await side.owner.post("/topic-requests", input));
  await decideAndApply(side, admin, id);
}

/** What denies a topic to everybody, as an independent client sees it. */
async function denialsOf(topic: string, witness: { acls(principal: string): Promise<string[]> }): Promise<string[]> {
  return (await witness.acls("*")).filter((line) => line.startsWith("DENY") && line.includes(` ${topic} `));
}
