import { expect, type Page } from "@playwright/test";
import { inDays, SOON, topicAccessOf } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import type { Client } from "../support/client.ts";
import { type KafkaClient, kafkaClientOf } from "../support/kafka-client.ts";
import { picture } from "../support/picture.ts";
import { type OpenPage, test } from "../support/test.ts";
import { approved, topicRequest, unique } from "../support/world.ts";
import { openRequestId } from "./request-form.ts";

const TOPIC = "orders.order-placed.v1";
const ORDERS = { slug: "orders", prefix: "orders." };

test.setTimeout(300_000);

test("analytics asks to read a topic, its owner decides, a program with the password shown once reads, until it is revoked", async ({
  open,
  tokens,
  witness,
}) => {
  const application = unique("reports");
  const group = `${application}.hourly`;
  await makeTopicOfOrders(tokens);
  const reader = await open("reader");

  await test.step("analytics makes an application and its principal", () => makePrincipal(open, reader, application));
  const kafka = await test.step("the password is shown once", () => showPassword(reader, application));
  await witness.produce(TOPIC, "order 4711 was placed");
  await expect.poll(() => kafka.read(TOPIC, group), SOON).toBe("denied");

  const id = await test.step("analytics asks from the topic's page", () => askFromTopic(reader, application, group));

  const owner = await open("owner", { colorScheme: "dark" });
  const lastDay = inDays(20).slice(0, 10);
  await test.step("an owner of orders sees the exact lines, and approves with an earlier end", async () => {
    await owner.goto(`/requests/${id}`);
    const principal = `User:analytics.${application}`;
    for (const line of [`TOPIC ${TOPIC} READ`, `TOPIC ${TOPIC} DESCRIBE`, `GROUP ${group} READ`]) {
      await expect(owner.getByText(`${principal} ${line}`, { exact: true }).first()).toBeVisible();
    }
    await expect(owner.getByText("Orders are counted by the hour.").first()).toBeVisible();
    await picture(owner, "access");
    await (await listening(owner.getByRole("textbox", { name: "Ends earlier, on" }))).fill(lastDay);
    await owner.getByRole("button", { name: "Approve this plan" }).click();
    await expect(owner.getByText("Its ACLs were seen on local as approved")).toBeVisible({ timeout: 60_000 });
  });

  await test.step("the owner sees whose application it is and what orders gives it, and nothing else of it", async () => {
    await owner.getByRole("link", { name: application, exact: true }).first().click();
    await expect(owner.getByRole("heading", { level: 1, name: "Hourly reports" })).toBeVisible();
    await expect(owner.getByRole("table", { name: "What your teams give it" }).getByText(TOPIC).first()).toBeVisible();
    await expect(owner.getByRole("link", { name: "Clients" })).toHaveCount(0);
    await expect(owner.getByRole("button", { name: /credential/i })).toHaveCount(0);
  });

  await test.step("a real consumer reads, and may do nothing else", async () => {
    expect(await witness.acls(`analytics.${application}`)).toEqual([
      `ALLOW DESCRIBE TOPIC LITERAL ${TOPIC} from *`,
      `ALLOW READ GROUP LITERAL ${group} from *`,
      `ALLOW READ TOPIC LITERAL ${TOPIC} from *`,
    ]);
    expect(await kafka.read(TOPIC, group)).toBe("allowed");
    expect(await kafka.write(TOPIC)).toBe("denied");
    const { grants } = await topicAccessOf(tokens.owner, TOPIC);
    const grant = grants.find((one) => one.application.slug === application);
    expect(grant?.expiresAt.slice(0, 10)).toBe(lastDay);
  });

  await test.step("an owner revokes it with a reason; the consumer is refused while it is connected", async () => {
    const open = await kafka.openReader(TOPIC, group);
    await expect.poll(() => open.values.length, SOON).toBeGreaterThan(0);
    await revoke(owner, application);
    await expect.poll(() => open.verdict(), SOON).toBe("denied");
    await open.close();
    expect(await kafka.read(TOPIC, group)).toBe("denied");
    expect(await witness.acls(`analytics.${application}`)).toEqual([]);
  });
});

/** There already after `slice.spec.ts`; made here where this file runs alone. */
async function makeTopicOfOrders({ developer, owner }: { developer: Client; owner: Client }): Promise<void> {
  if ((await developer.get(`/topics/local/${TOPIC}`)).status === 404) {
    await approved(developer, owner, topicRequest(ORDERS, TOPIC));
  }
  await expect
    .poll(async () => (await developer.get(`/topics/local/${TOPIC}`)).body, SOON)
    .toMatchObject({ condition: { state: "ready" } });
}

async function makePrincipal(open: OpenPage, page: Page, application: string): Promise<void> {
  await page.goto("/applications");
  await (await listening(page.getByRole("button", { name: "New application" }))).click();
  const making = page.getByRole("dialog", { name: "New application" });
  await making.getByRole("textbox", { name: "Short name" }).fill(application);
  await making.getByRole("textbox", { name: "Name", exact: true }).fill("Hourly reports");
  await making.getByRole("button", { name: "Make application" }).click();
  await expect(page).toHaveURL(new RegExp(`/applications/${application}$`));

  await (await listening(page.getByRole("button", { name: "Ask for a principal" }).first())).click();
  const asking = page.getByRole("dialog", { name: "A principal for" });
  await expect(asking.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(`analytics.${application}`);
  await asking.getByRole("textbox", { name: "Reason" }).fill("Reports need a log-in of their own.");
  await asking.getByRole("button", { name: "Ask for this principal" }).click();
  await expect(asking).toBeHidden();

  const owner = await open("readerOwner");
  await owner.goto("/approvals");
  await owner
    .getByRole("link", { name: `analytics.${application}` })
    .first()
    .click();
  await owner.getByRole("button", { name: "Approve this plan" }).click();
  await expect(owner.getByText("Approved by Analytics owner").first()).toBeVisible();
}

/** Reads the password where a person would, and looks whether it is still there afterwards. */
async function showPassword(page: Page, application: string): Promise<KafkaClient> {
  const username = `analytics.${application}`;
  await page.goto(`/applications/${application}`);
  await (await listening(page.getByRole("button", { name: `Make credential for ${username}` }))).click();
  const dialog = page.getByRole("dialog", { name: /Make credential|Copy the password now/ });
  await dialog.getByRole("button", { name: "Make the password" }).click();
  const password = (await dialog.getByText(/^[2-9A-HJ-NP-Za-km-z]{32}$/).textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(dialog).toBeHidden();

  expect(await page.content()).not.toContain(password);
  await page.reload();
  expect(await page.content()).not.toContain(password);
  return kafkaClientOf({ username, password });
}

async function askFromTopic(page: Page, application: string, group: string): Promise<number> {
  await page.goto(`/topics/local/${TOPIC}`);
  await page.getByRole("link", { name: "Access", exact: true }).click();
  await page.getByRole("link", { name: "Ask for access" }).click();
  await (await listening(page.getByLabel("Application"))).selectOption(application);
  await expect(page.getByRole("combobox", { name: "Topic" })).toHaveValue(TOPIC);
  await page.getByRole("textbox", { name: "Consumer group" }).fill(group);
  await page.getByRole("textbox", { name: "Purpose" }).fill("Orders are counted by the hour.");
  await expect(page.getByText("an owner of Orders", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Ask for access" }).click();
  return openRequestId(page);
}

async function revoke(page: Page, application: string): Promise<void> {
  await page.goto(`/topics/local/${TOPIC}?tab=access`);
  await (await listening(page.getByRole("button", { name: `Revoke access of ${application} to ${TOPIC}` }))).click();
  const title = `Revoke access of ${application} to ${TOPIC}?`;
  const dialog = page.getByRole("alertdialog", { name: title }).or(page.getByRole("dialog", { name: title }));
  await dialog.getByRole("textbox", { name: "Reason" }).fill("The hourly reports are not made any more.");
  await dialog.getByRole("button", { name: "Revoke access" }).click();
  await expect(dialog).toBeHidden();
}
