import { expect } from "@playwright/test";
import type { RequestView } from "#lib/contract/requests";
import type { TopicImportPreview, TopicsImported } from "#lib/contract/topic-imports";
import { openRequestId } from "../browser/request-form.ts";
import { listening } from "../support/browser-listening.ts";
import { expectOk } from "../support/client.ts";
import { openForeignTopics } from "../support/cluster-description.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { picture } from "../support/picture.ts";
import { test } from "../support/test.ts";
import { makePerson, makeTeam, unique } from "../support/world.ts";

/** What somebody made on the cluster is found by the next sweep, which is half a minute away at most. */
const SWEPT = { timeout: 90_000, intervals: [1_000] };
/** Five hundred topics are looked at by the worker, in batches. */
const SETTLED = { timeout: 120_000, intervals: [500] };
const REASON = "They were there before.";

test("500 foreign topics with ACLs: suggested owners, dry run, adoption; the cluster is the same afterwards, byte for byte", async ({
  sessions: { admin },
  open,
}) => {
  const [team, other] = [await makeTeam(admin, "legacy"), await makeTeam(admin, "other")];
  const second = await makePerson(admin, "second-admin", { platformRole: "admin" });
  const word = unique("strange");
  const foreign = await openForeignTopics();
  const certain = Array.from({ length: 498 }, (_, index) => `${team.prefix}Old_Name-${index}`);
  const [first = ""] = certain;
  const strange = [`${word}-accepted`, `${word}-left`];
  await foreign.make(certain, "nobody-knows", { "retention.ms": "-1", "max.message.bytes": "2000000" });
  await foreign.make(strange, `${other.slug}-writer`);
  const described = () => foreign.describe([team.prefix, word]);
  const before = await described();
  expect(JSON.parse(before)).toMatchObject({ topics: { length: 500 }, acls: { length: 500 } });

  const dryRun = async () => {
    const names = [...certain, ...strange].map((name) => ({ name, team: team.slug }));
    const answer = await admin.post("/topic-imports?dryRun=true", { cluster: "local", topics: names });
    return expectOk<TopicImportPreview>(answer);
  };
  await expect.poll(async () => (await dryRun()).topics, SWEPT).toBe(500);

  const page = await open("admin");
  await page.goto(`/admin/import?cluster=local&team=${team.slug}`);
  await expect(page.getByRole("row", { name: first })).toContainText("certain");
  await expect(page.getByRole("row")).toHaveCount(51);
  await picture(page, "import");
  await (await listening(page.getByRole("button", { name: "Take over by rule" }))).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Take over by rule" });
  await expect(dialog.getByText(`Team ${team.slug}: 498 topics`)).toBeVisible();
  await expect(dialog.getByText("topic-names", { exact: false }).first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Reason").fill(REASON);
  await dialog.getByRole("button", { name: "Ask to take them over" }).press("Enter");
  await expect(dialog).toBeHidden();
  const asked = page.getByRole("row", { name: `498 topics for Team ${team.slug}` });
  await expect(asked).toContainText("Waits for another admin");

  await page.goto(`/admin/import?cluster=local&q=${word}`);
  const accept = page.getByRole("button", { name: `Accept ${other.slug} for ${strange[0]}` });
  await (await listening(accept)).press("Enter");
  await page.getByRole("button", { name: "Take over 1 topic" }).press("Enter");
  const one = page.getByRole("dialog", { name: "Take over 1 topic" });
  await expect(one.getByText(`1 topic would become Team ${other.slug}’s`, { exact: false })).toBeVisible();
  await one.getByLabel("Reason").fill(REASON);
  await one.getByRole("button", { name: "Ask to take them over" }).press("Enter");
  await expect(one).toBeHidden();

  await asked.getByRole("link").click();
  const id = await openRequestId(page);
  await expect(page.getByText(`Team ${team.slug} takes over 498 topics`)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  await expectAccessible(page);
  const request = async () => expectOk<RequestView>(await admin.get(`/requests/${id}`));
  const { fingerprint } = await request();
  expect((await admin.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(403);
  expectOk(await second.client.post(`/requests/${id}/approve`, { fingerprint }));
  await page.reload();
  await expect.poll(async () => (await request()).state, SETTLED).toBe("applied");
  await expect(page.getByText("All of it was seen", { exact: true })).toBeVisible();
  expect((await request()).topicImport?.progress).toEqual({ total: 498, settled: 498, blocked: 0 });

  await page.goto(`/topics/local/${first}`);
  await expect(page.getByText(`owned by Team ${team.slug}`)).toBeVisible();
  await expect(page.getByText("Ready", { exact: true }).first()).toBeVisible();
  expect(await described()).toBe(before);

  const again = { cluster: "local", topics: certain.map((name) => ({ name, team: team.slug })), reason: REASON };
  expect(expectOk<TopicsImported>(await admin.post("/topic-imports", again))).toEqual({
    bundleId: null,
    alreadyOwned: 498,
    requests: [],
  });
  expect(await described()).toBe(before);
  await foreign.close();
});

test("a member claims a topic that nobody owns; the platform decides; the topic stays as it was", async ({
  sessions: { admin },
  open,
}) => {
  const team = await makeTeam(admin, "claimers");
  const { client: member } = await makePerson(admin, "member", { team });
  const topic = unique("unowned");
  const foreign = await openForeignTopics();
  await foreign.make([topic], "nobody-knows");
  const before = await foreign.describe([topic]);
  await expect.poll(async () => (await member.get(`/topics/local/${topic}`)).status, SWEPT).toBe(200);

  const page = await open(member);
  await page.goto(`/topics/local/${topic}`);
  await (await listening(page.getByRole("button", { name: "Claim for a team" }))).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Claim ${topic}` });
  await dialog.getByLabel("Reason").fill("Our nightly job writes it.");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Ask for it" }).press("Enter");
  const id = await openRequestId(page);

  const { fingerprint } = expectOk<RequestView>(await admin.get(`/requests/${id}`));
  expectOk(await admin.post(`/requests/${id}/approve`, { fingerprint }));
  const state = async () => expectOk<RequestView>(await member.get(`/requests/${id}`)).state;
  await expect.poll(state, SETTLED).toBe("applied");
  expect(await foreign.describe([topic])).toBe(before);
  await foreign.close();
});
