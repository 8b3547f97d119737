import { expect, type Locator, type Page } from "@playwright/test";
import { settled } from "../support/expect-accessible.ts";
import { lookingTest as test } from "../support/test.ts";
import { DIALOGS } from "./every-dialog.ts";
import { PAGES } from "./every-page.ts";
import { expectAccessibleInBothThemes, expectNarrowPage } from "./expect-page.ts";
import { makePagesWorld } from "./pages-world.ts";
import { requestForm } from "./request-form.ts";

let shown: Awaited<ReturnType<typeof makePagesWorld>>;
test.beforeAll(async ({ tokens }) => {
  shown = await makePagesWorld(tokens);
});

for (const [address, role] of PAGES) {
  test(`${address} as ${role}: both themes, and 320 px wide`, async ({ open }) => {
    const page = await open(role);
    await page.goto(filled(address));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();

    await expectAccessibleInBothThemes(page);
    await expectNarrowPage(page);
  });
}

for (const [what, address, role, trigger] of DIALOGS) {
  test(`${what} on ${address} as ${role}: both themes, and focus comes back`, async ({ open }) => {
    const page = await open(role);
    await page.goto(filled(address));
    await openBy(page, trigger(page));

    await expectAccessibleInBothThemes(page);
    await page.keyboard.press("Escape");
    await expect(trigger(page)).toBeFocused();
  });
}

test("sign-in", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessibleInBothThemes(page);
  await expectNarrowPage(page);
  await context.close();
});

test("a refused form", async ({ open }) => {
  const page = await open("developer");
  await page.goto("/topics/new?cluster=local&team=orders");
  const form = requestForm(page);
  await form.dataset.fill("Wrong_Name");
  await form.partitions.fill("50");
  await expect(page.getByText("Rule: partitions-production")).toBeVisible();
  await form.pressSubmit();
  await expect(form.summary).toBeFocused();
  await expectAccessibleInBothThemes(page);
  await expectNarrowPage(page);
});

test("a change that Kafka cannot make", async ({ open }) => {
  const page = await open("developer");
  await page.goto(filled("/topics/local/{topic}/change"));
  await page.getByRole("textbox", { name: "Partitions", exact: true }).fill("1");
  await expect(page.getByText("Kafka cannot do this")).toBeVisible();
  await page.getByRole("textbox", { name: "Retention", exact: true }).fill("1d");
  await expect(page.getByText("7 d", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Ask for the change" }).press("Enter");
  await expect(page.locator("form").getByRole("alert")).toBeFocused();
  await expectAccessibleInBothThemes(page);
  await expectNarrowPage(page);
});

test("a schema that cannot be read is marked, and the error leads to the text", async ({ open }) => {
  const page = await open("developer");
  await page.goto(filled("/schemas/new?cluster=local&topic={topic}&part=key"));
  const editor = page.locator(".cm-content");
  await editor.fill('{ "type": "record", ');
  await expect(page.getByText(/^Line \d+/).first()).toBeVisible();
  // By key: the button says that it is held back, and tells why when it is pressed all the same.
  await page.getByRole("button", { name: "Submit request" }).press("Enter");
  // Next.js has an alert of its own, in which it announces pages.
  const summary = page.getByRole("alert").filter({ hasText: "Nothing was sent yet" });
  await expect(summary).toBeFocused();
  await expectAccessibleInBothThemes(page);
  await summary
    .getByRole("link", { name: /^schema/ })
    .first()
    .click();
  await expect(editor).toBeFocused();
  await expectNarrowPage(page);
});

test("the first stop is a way past the navigation", async ({ open }) => {
  const page = await open("developer");
  await page.goto("/topics");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

function filled(address: string): string {
  return address.replace(/\{(\w+)\}/g, (_, name: string) => String(shown[name]));
}

/** Opens it, and waits until it has faded in. */
async function openBy(page: Page, trigger: Locator): Promise<void> {
  await trigger.click();
  await expect(page.locator("[role=dialog], [role=alertdialog], [role=menu], [role=listbox]").first()).toBeVisible();
  await settled(page);
}
