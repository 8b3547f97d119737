import { expect, type Locator, type Page } from "@playwright/test";
import { listening } from "../support/browser-listening.ts";
import { DEMO, PASSWORD } from "../support/sign-in.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";
import { openRequestId, requestForm } from "./request-form.ts";

test("from sign-in to a topic on the cluster, by the keyboard alone", async ({ browser, witness }) => {
  const name = `orders.${unique("by-keyboard")}.v1`;
  const dataset = name.slice("orders.".length, -".v1".length);

  const developer = await (await browser.newContext()).newPage();
  await signInByKeyboard(developer, DEMO.developer);
  await pressUntil(developer, ["g", "t"], () => expect(developer).toHaveURL(/\/topics$/, HEARD));
  await press(developer, developer.getByRole("link", { name: "Request a topic" }).first());

  const form = requestForm(developer);
  await type(developer, form.dataset, dataset);
  await type(developer, form.partitions, "6");
  await type(developer, form.retention, "7d");
  await type(developer, form.description, "One event per order that was placed, keyed by its number.");
  await type(developer, form.rate, "5 kB/s");
  await type(developer, form.reason, "Asked for without a mouse.");
  await expect(developer.getByText("all rules pass").first()).toBeVisible();
  await press(developer, form.submit);
  const id = await openRequestId(developer);

  const owner = await (await browser.newContext()).newPage();
  await signInByKeyboard(owner, DEMO.owner);
  const palette = owner.getByRole("combobox", { name: "Find a topic, team, request or page" });
  await pressUntil(owner, ["Control+k"], () => expect(palette).toBeFocused(HEARD));
  await owner.keyboard.type(name);
  // What Enter opens: while the last letters were typed, an answer about the first ones may have come.
  await expect(owner.locator("[role=option][data-highlighted]")).toContainText(name);
  await owner.keyboard.press("Enter");
  await expect(owner).toHaveURL(new RegExp(`/requests/${id}$`));
  await press(owner, owner.getByRole("button", { name: "Approve this plan" }));
  await expect(owner.getByText("It was seen on local as approved")).toBeVisible({ timeout: 30_000 });

  expect(await witness.topic(name)).toMatchObject({ partitions: 6, config: { "retention.ms": "604800000" } });
  await Promise.all([developer.context().close(), owner.context().close()]);
});

async function signInByKeyboard(page: Page, email: string): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  // Before, the browser itself would send the form, without the token that its scripts add.
  await listening(page.getByRole("button", { name: "Sign in", exact: true }));
  await type(page, page.getByRole("textbox", { name: "E-mail address" }), email);
  await type(page, page.getByRole("textbox", { name: "Password" }), PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  await listening(page.getByRole("button", { name: /^Account of/ }));
}

/** How long what a key does may take. Pressed again before that is over, it would do it twice, and the second time take focus away from what came next. */
const HEARD = { timeout: 10_000 };

/** Keys are heard once the page's scripts run; a person presses them again. */
async function pressUntil(page: Page, keys: string[], happened: () => Promise<void>): Promise<void> {
  await expect(async () => {
    for (const key of keys) await page.keyboard.press(key);
    await happened();
  }).toPass();
}

/** Goes to a field as Tab does, and replaces what stands in it. */
async function type(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}

async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}

/** Presses Tab until the target has focus; what Tab never reaches is a failure. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reached ${target}`);
}
