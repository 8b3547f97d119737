import { expect, type Page } from "@playwright/test";
import { listening } from "../support/browser-listening.ts";
import { expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import { DEMO, PASSWORD, signIn } from "../support/sign-in.ts";
import { test } from "../support/test.ts";
import { makePerson } from "../support/world.ts";

test("a link leads to its page after sign-in; a wrong password says no more than that", async ({ page }) => {
  await page.goto("/teams/orders");
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fteams%2Forders/);
  await fillIn(page, DEMO.owner, "not the password");
  const wrong = await page.locator("form").getByRole("alert").textContent();

  await fillIn(page, "nobody@example.test", "not the password");
  await expect(page.locator("form").getByRole("alert")).toHaveText(wrong ?? "");

  await fillIn(page, DEMO.owner);
  await expect(page).toHaveURL(/\/teams\/orders$/);
});

test("signing out ends the session, also for who kept its cookie", async ({ page, sessions }) => {
  const person = await makePerson(sessions.admin, "leaver");
  await page.goto("/sign-in");
  await fillIn(page, person.email);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const kept = await page.context().cookies();

  await (await listening(page.getByRole("button", { name: /^Account of/ }))).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.context().addCookies(kept);
  await page.goto("/topics");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a disabled person's open page leads to sign-in at the next step", async ({ open, sessions }) => {
  const person = await makePerson(sessions.admin, "disabled");
  const page = await open(person.client);
  await page.goto("/topics");
  await expect(page.getByRole("heading", { level: 1, name: "Topics" })).toBeVisible();

  expectOk(await sessions.admin.post(`/users/${person.id}/disable`));
  await page.goto("/requests");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("guessing is slowed down for the account, and the right password waits too", async ({ sessions }) => {
  const person = await makePerson(sessions.admin, "guessed");
  for (let guess = 0; guess < 10; guess++) {
    await expect(signIn(person.email, "a wrong password")).rejects.toThrow(/: 401/);
  }
  await expect(signIn(person.email)).rejects.toThrow(/: 429/);
  // What this test counted against everybody's address is given back.
  await sqlAs("owner", "DELETE FROM rate_limits");
});

test("the session's cookie and the page's policy are strict", async ({ open }) => {
  const page = await open("developer");
  const response = await page.goto("/");
  const policy = (await response?.headerValue("content-security-policy")) ?? "";
  expect(policy).toMatch(/script-src [^;]*'nonce-/);
  expect(policy).not.toMatch(/script-src [^;]*'unsafe-inline'|script-src [^;]*'unsafe-eval'/);
  expect(policy).toContain("frame-ancestors 'none'");
  await page.context().clearCookies();

  await page.goto("/sign-in");
  await fillIn(page, DEMO.auditor);
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  const session = (await page.context().cookies()).find(({ name }) => name === "headgate-session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("headgate-session");
});

/** Fills in the form and presses the button, once the page's scripts listen to it. */
async function fillIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  const button = await listening(page.getByRole("button", { name: "Sign in" }));
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(password);
  await button.click();
}
