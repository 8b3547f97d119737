import { createHmac } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { listening } from "../support/browser-listening.ts";
import { stack } from "../support/control.ts";
import { sqlAs } from "../support/database.ts";
import { type Inboxes, openInboxes } from "../support/inboxes.ts";
import { test } from "../support/test.ts";
import { makePerson, makeTeam, submitted, topicRequest } from "../support/world.ts";

let inboxes: Inboxes;

test.beforeAll(async () => {
  inboxes = await openInboxes();
  await stack.stopWorker();
  await stack.startWorker({
    SMTP_URL: inboxes.smtpUrl,
    MAIL_FROM: "Headgate <headgate@example.test>",
    WEBHOOK_ALLOWED_HOSTS: "http://127.0.0.1",
    WEBHOOK_ALLOW_PRIVATE: "true",
  });
});
test.afterAll(async () => {
  await stack.stopWorker();
  await stack.startWorker();
  await inboxes.close();
});

test("an owner is told by mail and by a signed webhook, and chooses not to be", async ({ open, sessions }) => {
  const team = await makeTeam(sessions.admin, "told");
  const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
  const developer = await makePerson(sessions.admin, "developer", { team });
  const page = await open(owner.client);
  const secret = await makeWebhook(page, team.slug);

  const first = await submitted(developer.client, topicRequest(team));

  await expect.poll(() => inboxes.mailsTo(owner.email)).toHaveLength(1);
  const [mail = ""] = inboxes.mailsTo(owner.email);
  expect(mail).toContain(`Request ${first.id} waits for a decision`);
  expect(mail).toContain(`/requests/${first.id}`);
  await expect.poll(() => inboxes.calls).toHaveLength(1);
  const [call] = inboxes.calls;
  const { "headgate-timestamp": timestamp, "headgate-signature": signature } = call?.headers ?? {};
  expect(signature).toBe(`v1=${createHmac("sha256", secret).update(`${timestamp}.${call?.body}`).digest("hex")}`);
  expect(JSON.parse(call?.body ?? "")).toMatchObject({ kind: "request-waiting", data: { requestId: first.id } });
  await showsOnTeamsPage(page, team.slug, page.getByRole("row", { name: inboxes.url }).getByText("Delivered"));

  await page.goto("/settings");
  await (await listening(page.getByRole("checkbox", { name: "A request waits for a decision" }))).uncheck();
  await page.getByRole("button", { name: "Save notifications" }).click();
  await expect(page.getByText("Notifications saved")).toBeVisible();
  const second = await submitted(developer.client, topicRequest(team));

  await expect.poll(() => inboxes.calls).toHaveLength(2);
  // Mails are made together with the calls.
  const mails = await sqlAs(
    "owner",
    "SELECT e.path FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE d.user_id = $1",
    [owner.id],
  );
  expect(mails.map(({ path }) => path)).toEqual([`/requests/${first.id}`]);
  expect(second.id).toBeGreaterThan(first.id);
});

test("a webhook that fails says why, and is deleted", async ({ open, sessions }) => {
  const team = await makeTeam(sessions.admin, "failing");
  const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
  const developer = await makePerson(sessions.admin, "developer", { team });
  const page = await open(owner.client);
  await makeWebhook(page, team.slug, "https://not-allowed.example.test/hook");
  await submitted(developer.client, topicRequest(team));

  await showsOnTeamsPage(page, team.slug, page.getByText("not-allowed.example.test is not among the hosts"));
  await expect(page.getByText("Given up")).toBeVisible();

  await (await listening(page.getByRole("button", { name: "Delete webhook https://not-allowed" }))).click();
  await page.getByRole("button", { name: "Delete webhook", exact: true }).click();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
});

/** The page is opened until it shows this: the worker notes what became of a call after the receiver has answered it. */
async function showsOnTeamsPage(page: Page, team: string, what: Locator): Promise<void> {
  await expect(async () => {
    await page.goto(`/teams/${team}`);
    await expect(what).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

/** Makes a webhook of a team in the browser; answers the secret that is shown. */
async function makeWebhook(page: Page, team: string, url = `${inboxes.url}/hook`): Promise<string> {
  await page.goto(`/teams/${team}`);
  await (await listening(page.getByRole("button", { name: "New webhook" }))).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("checkbox", { name: "A request waits for a decision" }).check();
  await dialog.getByRole("button", { name: "Make webhook" }).click();
  await expect(page.getByRole("dialog", { name: "Copy the secret now" })).toBeVisible();
  const secret = (await dialog.getByText(/^hgwh_/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();

  await expect(page.getByRole("row", { name: url })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  return secret;
}
