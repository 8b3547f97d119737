import { expect } from "@playwright/test";
import type { ClusterView } from "#lib/contract/platform";
import type { TopicView } from "#lib/contract/topics";
import { makeSide, makeTopic } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { type Client, expectOk } from "../support/client.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { test } from "../support/test.ts";

async function local(admin: Client): Promise<ClusterView> {
  const { items } = expectOk<{ items: ClusterView[] }>(await admin.get("/clusters"));
  const found = items.find(({ slug }) => slug === "local");
  if (!found) throw new Error("there is no cluster local");
  return found;
}

test("a price is typed in wrong, corrected, and seen where topics are; without one nothing is said to cost 0", async ({
  sessions: { admin },
  open,
}) => {
  const side = await makeSide(admin, "payer");
  const topic = await makeTopic(side);
  const { settings } = await local(admin);

  const page = await open("admin");
  await page.goto("/admin/clusters");
  await (await listening(page.getByRole("button", { name: "Settings of local" }))).click();
  const dialog = page.getByRole("dialog", { name: "Settings of" });
  await expectAccessible(page);
  await dialog.getByLabel("Per partition-month").fill("cheap");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText('"cheap" was given', { exact: false }).first()).toBeVisible();
  await dialog.getByLabel("Per GiB-month").fill("");
  await dialog.getByLabel("Per partition-month").fill("0.5");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("EUR 0.50 per partition and month")).toBeVisible();

  expect(expectOk<TopicView>(await side.member.get(`/topics/local/${topic}`)).cost).toEqual({
    perMonth: "1.50",
    currency: "EUR",
    priced: true,
  });
  await page.goto(`/topics/local/${topic}`);
  await expect(page.getByText("EUR 1.50")).toBeVisible();

  const unpriced = { priceGibMonth: null, pricePartitionMonth: null, version: (await local(admin)).version };
  expectOk(await admin.patch("/clusters/local/settings", unpriced));
  await page.reload();
  await expect(page.getByText("the platform has set no price")).toBeVisible();
  const { priceGibMonth, pricePartitionMonth } = settings;
  const { version } = await local(admin);
  expectOk(await admin.patch("/clusters/local/settings", { priceGibMonth, pricePartitionMonth, version }));
});
