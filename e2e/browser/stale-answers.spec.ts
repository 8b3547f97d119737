import { expect } from "@playwright/test";
import { makeApplication } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";
import { fillForm, requestForm } from "./request-form.ts";

const PREVIEW = "**/api/v1/topic-requests?dryRun=true";

test("an answer about what was typed before never replaces the answer about what stands there now", async ({
  open,
}) => {
  const page = await open("developer");
  await page.goto("/topics/new?cluster=local&team=orders");
  await fillForm(page, { dataset: unique("order"), partitions: "6", retention: "7d" });
  await expect(page.getByText("all rules pass").first()).toBeVisible();

  // The answer about 50 partitions is held back until the one about 5 has arrived.
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  await page.route(PREVIEW, async (route) => {
    if (!isAbout(route.request().postDataJSON(), 50)) return route.continue();
    const response = await route.fetch();
    await held.promise;
    // The page may have given up on it by then, which is one way to be right.
    await route.fulfill({ response }).catch(() => undefined);
    released.resolve();
  });
  const { partitions } = requestForm(page);
  const asked = page.waitForRequest(
    (request) => request.url().includes("dryRun") && isAbout(request.postDataJSON(), 50),
  );
  await partitions.fill("50");
  await asked;
  const answered = page.waitForResponse((response) => isAbout(response.request().postDataJSON(), 5));
  await partitions.fill("5");
  await answered;
  held.resolve();
  await released.promise;
  // Had the page taken it, it would be drawn by the second frame from now.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

  await expect(page.getByText("all rules pass").first()).toBeVisible();
  await expect(page.getByText("Rule: partitions-production")).toHaveCount(0);
  await expect(partitions).toHaveValue("5");
});

test("a refused submission keeps what was typed and takes focus to what is wrong", async ({ open }) => {
  const page = await open("developer");
  await page.goto("/topics/new?cluster=local&team=orders");
  const dataset = unique("order");
  const description = "One event per order.\n\nTwo lines, and <b>marks</b>.";
  await fillForm(page, { dataset, partitions: "50", retention: "7d", description });
  await expect(page.getByText("Rule: partitions-production").first()).toBeVisible();
  const form = requestForm(page);
  await form.partitions.press("Enter");

  const summary = page.getByRole("alert").filter({ hasText: "spec.partitions" });
  await expect(summary).toBeFocused();
  await expect(form.dataset).toHaveValue(dataset);
  await expect(form.description).toHaveValue(description);
  await expect(form.partitions).toHaveValue("50");
  await summary.getByRole("link", { name: "spec.partitions" }).click();
  await expect(form.partitions).toBeFocused();
});

test("a choice of application counts at once, also while its page is still on the way", async ({ open, tokens }) => {
  const analytics = { team: { slug: "analytics" }, member: tokens.reader };
  const first = await makeApplication(analytics, unique("first"));
  const second = await makeApplication(analytics, unique("second"));
  const page = await open("reader");
  await page.goto(`/access/new?cluster=local&topic=orders.order-placed.v1&application=${first}`);
  const released = Promise.withResolvers<void>();
  await page.route(
    (url) => url.searchParams.get("application") === second,
    async (route) => {
      await released.promise;
      await route.continue();
    },
  );
  await (await listening(page.getByLabel("Application"))).selectOption(second);

  const group = page.getByRole("textbox", { name: "Consumer group" });
  await expect(group).toHaveValue(new RegExp(`^${second}\\.`));
  const asked = page.waitForRequest(
    (request) => request.url().includes("dryRun") && (request.postData() ?? "").includes(`${second}.hourly`),
  );
  await group.fill(`${second}.hourly`);
  expect((await asked).postDataJSON()).toMatchObject({ application: second });
  released.resolve();
  await expect(page).toHaveURL(new RegExp(`application=${second}`));
  await expect(group).toHaveValue(`${second}.hourly`);
});

function isAbout(question: unknown, partitions: number): boolean {
  return (question as { spec?: { partitions?: number } } | null)?.spec?.partitions === partitions;
}
