import { expect } from "@playwright/test";
import type { AuditRow } from "#lib/contract/platform";
import { expectOk } from "../support/client.ts";
import { picture } from "../support/picture.ts";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";
import { approved, submitted, topicRequest } from "../support/world.ts";
import { fillForm, openRequestId, requestForm } from "./request-form.ts";

const NAME = "orders.order-placed.v1";

/** The catalogue waits for the next sweep, which is half a minute away at most. */
test.setTimeout(120_000);

test("a member asks, an owner approves, and an independent client finds the topic as it was approved", async ({
  open,
  tokens,
  witness,
}) => {
  const developer = await open("developer");
  const id = await test.step("a member of orders asks for it", async () => {
    await developer.goto("/");
    await developer.getByRole("link", { name: "Topics", exact: true }).click();
    await developer.getByRole("link", { name: "Request a topic" }).first().click();
    await fillForm(developer, { dataset: "order-placed", partitions: "6", retention: "7d" });

    await expect(developer.getByText("all rules pass").first()).toBeVisible();
    await expect(developer.getByText("604,800,000 ms").first()).toBeVisible();
    await expect(developer.getByText("an owner of Orders", { exact: false }).first()).toBeVisible();
    await picture(developer, "request");

    await requestForm(developer).submit.click();
    return openRequestId(developer);
  });

  await test.step("who asked has no button to approve, and the POST is refused", async () => {
    await expect(developer.getByText("nobody decides their own")).toBeVisible();
    await expect(developer.getByRole("button", { name: "Approve this plan" })).toHaveCount(0);
    const { fingerprint } = expectOk<{ fingerprint: string }>(await tokens.developer.get(`/requests/${id}`));
    expectRefusal(await tokens.developer.post(`/requests/${id}/approve`, { fingerprint }), { status: 403 });
  });

  await test.step("another team's owner does not even find it", async () => {
    const other = await open("otherOwner");
    const response = await other.goto(`/requests/${id}`);
    expect(response?.status()).toBe(404);
    await expect(other.getByRole("heading", { name: "Nothing here" })).toBeVisible();
  });

  await test.step("an owner finds it in the inbox and approves the plan", async () => {
    const owner = await open("owner", { colorScheme: "dark" });
    await owner.goto("/");
    await owner.getByRole("link", { name: NAME }).first().click();
    await expect(owner.getByText("retention.ms").first()).toBeVisible();
    await expect(owner.getByText("7 d", { exact: false }).first()).toBeVisible();
    await picture(owner, "approve");
    await owner.getByRole("button", { name: "Approve this plan" }).click();
    await expect(owner.getByText("It was seen on local as approved")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("an independent client sees it, exactly as approved", async () => {
    expect(await witness.topic(NAME)).toMatchObject({ partitions: 6, config: { "retention.ms": "604800000" } });
  });

  await test.step("the requester's page says so by itself, with the time it was seen", async () => {
    await expect(developer.getByText("It was seen on local as approved")).toBeVisible();
    await developer.getByRole("link", { name: "Open the topic" }).click();
    await expect(developer.getByRole("heading", { level: 1, name: NAME })).toBeVisible();
    await expect(developer.getByText("Ready", { exact: true })).toBeVisible();
    const seen = developer.getByText("verified on the cluster").locator("time").first();
    await expect(seen).toHaveAttribute("datetime", /^\d{4}-\d{2}-\d{2}T/);
    await picture(developer, "topic");
  });
});

test("the trail names every step with who, before and after; nobody can change it", async ({ tokens, open }) => {
  const { items: found } = expectOk<{ items: { id: number }[] }>(await tokens.auditor.get("/requests?team=orders"));
  const id = found[0]?.id ?? 0;
  const { items } = expectOk<{ items: AuditRow[] }>(await tokens.auditor.get(`/audit?subject=request:${id}`));

  const steps = items.toReversed().map(({ action, actor }) => [action, actor.kind, actor.name]);
  expect(steps).toEqual([
    ["request.submitted", "user", "Orders developer"],
    ["request.approved", "user", "Orders owner"],
    ["topic.created-on-cluster", "worker", expect.any(String)],
  ]);

  const auditor = await open("auditor");
  await auditor.goto(`/admin/audit?subject=request:${id}`);
  const row = auditor.getByRole("row").filter({ hasText: "request.approved" });
  await expect(row).toContainText("Orders owner");
  await row.getByText("Before and after").click();
  await expect(row).toContainText('"submitted"');
  await expect(row).toContainText('"approved"');
});

test("the catalogue shows what is there, whoever made it", async ({ open, tokens, witness }) => {
  const orders = { slug: "orders", prefix: "orders." };
  const payments = { slug: "payments", prefix: "payments." };
  await approved(tokens.developer, tokens.owner, topicRequest(orders, "orders.order-cancelled.v1"));
  await approved(tokens.developer, tokens.owner, topicRequest(orders, "orders.order-shipped.v2"));
  await approved(tokens.otherMember, tokens.otherOwner, topicRequest(payments, "payments.payment-settled.v1"));
  await submitted(tokens.otherMember, topicRequest(payments, "payments.refund-issued.v1"));
  await witness.create("legacy_clickstream", 2);

  const page = await open("developer", { colorScheme: "dark" });
  await expect(async () => {
    await page.goto("/topics");
    const unmanaged = page.getByRole("row").filter({ hasText: "legacy_clickstream" });
    await expect(unmanaged).toContainText("Unmanaged", { timeout: 1_000 });
    await expect(page.getByRole("row").filter({ hasText: "Ready" })).toHaveCount(4, { timeout: 1_000 });
  }).toPass({ timeout: 50_000 });
  await picture(page, "catalogue");
});
