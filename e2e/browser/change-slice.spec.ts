import { expect } from "@playwright/test";
import { SOON } from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest } from "../support/world.ts";
import { approveBy, openChangeForm, submitChange } from "./change-form.ts";

const ORDERS = { slug: "orders", prefix: "orders." };
const SEVEN_DAYS = { "retention.ms": "604800000" };
const CREATED = { spec: { partitions: 6, replicationFactor: 1, config: SEVEN_DAYS } };

test.setTimeout(180_000);

test("retention goes from 7 d to 30 d and back to the cluster's default on a live topic, each seen by an independent client", async ({
  open,
  tokens,
  witness,
}) => {
  const { id, name } = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS, undefined, CREATED));
  const stateOf = async (request: number) =>
    expectOk<{ state: string }>(await tokens.developer.get(`/requests/${request}`)).state;
  await expect.poll(() => stateOf(id), SOON).toBe("applied");
  await witness.produce(name, "before");
  const page = await open("developer");
  await expect(async () => {
    await page.goto(`/topics/local/${name}`);
    await expect(page.getByRole("link", { name: "Change settings" })).toBeVisible({ timeout: 1_000 });
  }).toPass(SOON);

  await test.step("7 d becomes 30 d, typed as people write it", async () => {
    await openChangeForm(page, name);
    const retention = page.getByRole("textbox", { name: "Retention", exact: true });
    await expect(retention).toHaveValue("7 d");
    await expect(page.getByText("on the cluster: 7 d")).toBeVisible();
    await retention.fill("30d");
    await expect(page.getByText("604800000 → 2592000000")).toBeVisible();
    await expect(page.getByText("all rules pass").first()).toBeVisible();
    const request = await submitChange(page, "Fulfilment reads a month back.");
    await approveBy(request, tokens.owner);
    await expect(page.getByText("The topic was seen on local as approved", { exact: false }).first()).toBeVisible(SOON);
    expect(await witness.topic(name)).toMatchObject({ partitions: 6, config: { "retention.ms": "2592000000" } });
  });

  await test.step("unset, it is the cluster's own again, and the topic holds what was in it", async () => {
    await openChangeForm(page, name);
    await page.getByRole("button", { name: "Unset retention.ms" }).click();
    await expect(page.getByRole("textbox", { name: "Retention", exact: true })).toHaveValue("");
    await expect(page.getByRole("listitem").getByText("cluster default: 7 d")).toBeVisible();
    const request = await submitChange(page, "Nobody reads a month back after all.");
    // Less is kept than lives: high risk, an owner and the platform.
    await approveBy(request, tokens.owner, tokens.admin);
    await expect.poll(() => stateOf(request), SOON).toBe("applied");
    expect((await witness.topic(name))?.config).not.toHaveProperty("retention.ms");
    await witness.produce(name, "after");
  });

  await test.step("3 partitions instead of 6 are refused with the reason, and no offset moves", async () => {
    const before = await witness.offsets(name);
    await openChangeForm(page, name);
    await page.getByRole("textbox", { name: "Partitions", exact: true }).fill("3");
    await expect(page.getByText("Kafka cannot do this")).toBeVisible();
    await expect(page.getByText(/cannot remove partitions/i).first()).toBeVisible();
    await page.getByRole("textbox", { name: "Reason" }).fill("Six are too many.");
    // By key: the button says that it is held back, and tells why when it is pressed all the same.
    await page.getByRole("button", { name: "Ask for the change" }).press("Enter");
    await expect(page.locator("form").getByRole("alert")).toContainText("spec.partitions");

    const change = { kind: "change", cluster: "local", name, patch: { partitions: 3 }, reason: "Six are too many." };
    expectRefusal(await tokens.developer.post("/topic-requests", change), { status: 409 });
    expect(await witness.topic(name)).toMatchObject({ partitions: 6 });
    expect(await witness.offsets(name)).toEqual(before);
  });
});

test("what is said about a topic changes at once; who read it before somebody else is told so", async ({
  open,
  tokens,
}) => {
  const { id, name } = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS));
  const read = (path: string) => tokens.developer.get(path);
  await expect.poll(async () => expectOk<{ state: string }>(await read(`/requests/${id}`)).state, SOON).toBe("applied");
  const page = await open("developer");
  await page.goto(`/topics/local/${name}`);
  const dialog = page.getByRole("dialog", { name: /^What is/ });
  await page.getByRole("button", { name: "Edit description" }).click();
  await expect(dialog).toBeVisible();

  const { version, metadata } = expectOk<{
    version: number;
    metadata: { description: string; classification: string };
  }>(await read(`/topics/local/${name}`));
  const { classification: _, ...said } = metadata;
  const theirs = { ...said, version, description: "One record per order, as somebody else put it." };
  expectOk(await tokens.owner.call("PUT", `/topics/local/${name}/description`, theirs));

  await dialog.getByRole("textbox", { name: "Docs" }).fill("# Keys\n\nThe order's number.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("was changed since you read it");
  await expect(dialog.getByRole("textbox", { name: "Docs" })).toHaveValue("# Keys\n\nThe order's number.");

  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("button", { name: "Edit description" }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByRole("textbox", { name: "Docs" }).fill("# Keys\n\nThe order's number.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: "Keys" })).toBeVisible();
  await expect(page.getByText("as somebody else put it").first()).toBeVisible();
});
