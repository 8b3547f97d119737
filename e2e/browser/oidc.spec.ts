import { expect, type Page } from "@playwright/test";
import type { UserRow } from "#lib/contract/users";
import { startOidcProvider } from "../oidc-provider.ts";
import { listening } from "../support/browser-listening.ts";
import { expectOk } from "../support/client.ts";
import { environment } from "../support/environment.ts";
import { test as base } from "../support/test.ts";

const test = base.extend<object, { provider: Awaited<ReturnType<typeof startOidcProvider>> }>({
  provider: [
    async ({ playwright: _ }, use) => {
      const provider = await startOidcProvider({
        issuer: environment.TEST_OIDC_ISSUER,
        clientId: environment.TEST_OIDC_CLIENT_ID,
        clientSecret: environment.TEST_OIDC_CLIENT_SECRET,
        redirectUri: `${environment.TEST_BASE_URL}/api/auth/callback/oidc`,
      });
      await use(provider);
      await provider.close();
    },
    { scope: "worker" },
  ],
});

test("the groups that the provider tells are the teams, anew at each sign-in", async ({
  browser,
  provider,
  tokens,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInThrough(page, "newcomer");
  expect(await teamsOf(page)).toEqual(["orders (member)"]);
  await context.close();

  provider.accounts.set("newcomer", { ...NEWCOMER, groups: ["payments:owner", "cooks"] });
  const again = await (await browser.newContext()).newPage();
  await signInThrough(again, "newcomer");
  expect(await teamsOf(again)).toEqual(["payments (owner)"]);
  await again.context().close();

  const { items } = expectOk<{ items: UserRow[] }>(await tokens.admin.get("/users?q=newcomer@example.test"));
  expect(items.map(({ email }) => email)).toEqual([NEWCOMER.email]);
});

test("an equal e-mail address makes nobody the local account of that address", async ({ browser, provider: _ }) => {
  const page = await (await browser.newContext()).newPage();
  await signInThrough(page, "same-mail");

  await page.goto("/settings");
  await expect(page.getByRole("main")).toContainText("Same mail");
  await expect(page.getByRole("main")).not.toContainText("platform admin");
  const answer = await page.goto("/admin/users");
  expect(answer?.status()).toBe(403);
  await page.context().close();
});

const NEWCOMER = { sub: "newcomer", name: "Newcomer", email: "newcomer@example.test" };

/** Goes through the provider's own page, and comes back signed in. */
async function signInThrough(page: Page, sub: string): Promise<void> {
  await page.goto("/");
  await (await listening(page.getByRole("button", { name: "Continue with Example SSO" }))).click();
  await page.waitForURL((url) => url.origin === environment.TEST_OIDC_ISSUER);
  await page.locator('input[name="login"]').fill(sub);
  await page.locator('input[name="password"]').fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
}

async function teamsOf(page: Page): Promise<string[]> {
  await page.goto("/settings");
  const teams = page
    .getByRole("term")
    .filter({ hasText: /^Teams$/ })
    .locator("xpath=following-sibling::dd[1]");
  return ((await teams.textContent()) ?? "").split(", ");
}
