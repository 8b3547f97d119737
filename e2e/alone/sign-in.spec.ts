import { expect } from "@playwright/test";
import { expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import { DEMO, PASSWORD, signIn } from "../support/sign-in.ts";
import { test } from "../support/test.ts";
import { makePerson } from "../support/world.ts";

test("a link leads to its page after sign-in; a wrong password says no more than that", async ({ page }) => {
  await page.goto("/teams/orders");
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fteams%2Forders/);
  await page.getByLabel("E-mail address").fill(DEMO.owner);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  const wrong = await page.locator("form").getByRole("alert").textContent();

  await page.getByLabel("E-mail address").fill("nobody@example.test");
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.locator("form").getByRole("alert")).toHaveText(wrong ?? "");

  await page.getByLabel("E-mail address").fill(DEMO.owner);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/teams\/orders$/);
});

test("signing out ends the session, also for who kept its cookie", async ({ page, sessions }) => {
  const person = await makePerson(sessions.admin, "leaver");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const kept = await page.context().cookies();

  await page.getByRole("button", { name: /^Account of/ }).click();
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
  await page.getByLabel("E-mail address").fill(DEMO.auditor);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  const session = (await page.context().cookies()).find(({ name }) => name === "headgate-session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
  expect(await page.evaluate(() => document.cookie)).not.toContain("headgate-session");
});
