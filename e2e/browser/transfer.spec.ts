import { expect, type Page } from "@playwright/test";
import type { RequestView } from "#lib/contract/requests";
import type { TopicView } from "#lib/contract/topics";
import { makeApplication, makeSide, makeTopic, type Side } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { type Client, expectOk } from "../support/client.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { test } from "../support/test.ts";
import { openRequestId } from "./request-form.ts";

test.setTimeout(180_000);

const REASON = "They write it by now.";

const requestOf = async (client: Client, id: number) => expectOk<RequestView>(await client.get(`/requests/${id}`));

async function approvedBy(client: Client, id: number): Promise<void> {
  const { fingerprint } = await requestOf(client, id);
  expectOk(await client.post(`/requests/${id}/approve`, { fingerprint }));
}

/** Fills the dialog that is open, and answers the number of the request whose page it leads to. */
async function askFor(page: Page, to: Side): Promise<number> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "To the team" }).fill(to.team.slug);
  await dialog.getByLabel("Reason").fill(REASON);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ask for the transfer" }).click();
  return Number(await openRequestId(page));
}

async function approveOn(page: Page, id: number): Promise<void> {
  await page.goto(`/requests/${id}`);
  await (await listening(page.getByRole("button", { name: "Approve this plan" }))).click();
}

test("one topic is given and taken: by the team that has it, the platform and the team that gets it", async ({
  sessions: { admin },
  open,
}) => {
  const [giver, taker] = [await makeSide(admin, "giver"), await makeSide(admin, "taker")];
  const topic = await makeTopic(giver);

  const member = await open(giver.member);
  await member.goto(`/topics/local/${topic}`);
  await (await listening(member.getByRole("button", { name: "Transfer", exact: true }))).click();
  const id = await askFor(member, taker);
  await expect(member.getByText(`Team ${taker.team.slug} would own it`)).toBeVisible();
  await expect(member.getByText(`owner of topic ${topic}`)).toBeVisible();
  // Its name begins with the former team's prefix: said, and not refused.
  await expect(member.getByText(`begins with no prefix of ${taker.team.slug}`, { exact: false })).toBeVisible();
  await expectAccessible(member);

  await approvedBy(giver.owner, id);
  await approvedBy(admin, id);
  expect(expectOk<TopicView>(await giver.member.get(`/topics/local/${topic}`)).team?.slug).toBe(giver.team.slug);

  const owner = await open(taker.owner);
  await owner.goto("/approvals");
  await expect(owner.getByText(topic, { exact: false }).first()).toBeVisible();
  await approveOn(owner, id);
  await expect(owner.getByText(`Team ${taker.team.slug} owns it now`)).toBeVisible();

  await owner.goto(`/topics?team=${taker.team.slug}`);
  await expect(owner.getByRole("row", { name: topic })).toBeVisible();
  await owner.goto(`/topics/local/${topic}?tab=history`);
  await expect(owner.getByText("transferred", { exact: false }).first()).toBeVisible();
  expect((await giver.owner.post(`/topics/local/${topic}/announce-ending`, { at: null, reason: REASON })).status).toBe(
    403,
  );
});

test("a team gives everything away, and can then be removed; what it decided stays on record", async ({
  sessions: { admin },
  open,
}) => {
  const [giver, taker] = [await makeSide(admin, "leaver"), await makeSide(admin, "heir")];
  const topic = await makeTopic(giver);
  const application = await makeApplication(giver);
  expect((await admin.delete(`/teams/${giver.team.slug}`)).status).toBe(409);

  const member = await open(giver.member);
  await member.goto(`/teams/${giver.team.slug}`);
  await (await listening(member.getByRole("button", { name: "Transfer everything" }))).click();
  const id = await askFor(member, taker);
  for (const thing of [`topic ${topic}`, `application ${application}`, `prefix ${giver.team.prefix}`])
    await expect(member.getByText(`owner of ${thing}`)).toBeVisible();
  await approvedBy(giver.owner, id);
  await approveOn(await open(taker.owner), id);
  await expect.poll(async () => (await requestOf(taker.member, id)).state).toBe("applied");

  const page = await open("admin");
  await page.goto(`/admin/teams?q=${giver.team.slug}`);
  await (await listening(page.getByRole("button", { name: `Delete Team ${giver.team.slug}` }))).click();
  await page.getByLabel(`Type ${giver.team.slug} to confirm`).fill(giver.team.slug);
  await page.getByRole("button", { name: "Delete team" }).click();
  await expect(page.getByText("No team matches this search")).toBeVisible();

  expect((await admin.get(`/teams/${giver.team.slug}`)).status).toBe(404);
  expect((await requestOf(taker.owner, id)).team.slug).toBe(giver.team.slug);
  const { team } = expectOk<TopicView>(await taker.member.get(`/topics/local/${topic}`));
  expect(team?.slug).toBe(taker.team.slug);
});
