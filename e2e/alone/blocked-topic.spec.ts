import { expect } from "@playwright/test";
import { stack } from "../support/control.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest } from "../support/world.ts";

test.afterEach(async () => {
  await stack.startAll();
});

test("a blocked topic is tried again by a person once what stood in its way is gone, and is applied then", async ({
  open,
  tokens,
  witness,
}) => {
  await stack.stopWorker();
  const orders = { slug: "orders", prefix: "orders." };
  const { name } = await approved(tokens.developer, tokens.owner, topicRequest(orders));
  await witness.create(name, 2, { "retention.ms": "1234567" });
  await stack.startWorker();

  const page = await open("owner");
  await page.goto(`/topics/local/${name}`);
  const tryAgain = page.getByRole("button", { name: "Try again" });
  await expect(tryAgain).toBeVisible({ timeout: 60_000 });
  expect(await witness.topic(name)).toEqual({ partitions: 2, config: { "retention.ms": "1234567" } });

  await witness.delete(name);
  await tryAgain.click();
  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await witness.topic(name)).toMatchObject({ partitions: 3, config: { "retention.ms": "604800000" } });
});
