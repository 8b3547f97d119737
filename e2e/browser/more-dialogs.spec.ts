import { expect, type Page } from "@playwright/test";
import { listening } from "../support/browser-listening.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { test } from "../support/test.ts";
import { submitted, topicRequest } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

for (const colorScheme of ["light", "dark"] as const) {
  test(`approving several, ${colorScheme}: the dialog is accessible`, async ({ open, tokens }) => {
    const { id, name } = await submitted(tokens.developer, topicRequest(ORDERS));
    const page = await open("owner", { colorScheme });
    await page.goto("/approvals");
    await (await listening(page.getByRole("checkbox", { name: `Select request ${id}, ${name}` }))).check();
    await page.getByRole("button", { name: "Approve 1 request" }).click();
    await expectAccessibleDialog(page, "alertdialog");
  });

  test(`the keys, ${colorScheme}: the dialog is accessible and lists them`, async ({ open }) => {
    const page = await open("developer", { colorScheme });
    await page.goto("/");
    await expect(async () => {
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expectAccessibleDialog(page, "dialog");
  });
}

async function expectAccessibleDialog(page: Page, role: "dialog" | "alertdialog"): Promise<void> {
  await expect(page.getByRole(role)).toBeVisible();
  await expectAccessible(page);
}
