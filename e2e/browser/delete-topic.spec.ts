import { expect } from "@playwright/test";
import { SOON } from "../support/access-world.ts";
import { type Client, expectOk } from "../support/client.ts";
import { expectRefusal } from "../support/refusal.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest, unique } from "../support/world.ts";
import { approveBy, submitChange } from "./change-form.ts";

const ORDERS = { slug: "orders", prefix: "orders." };
/** Groups and figures are read once a minute. */
const A_LOOK = { timeout: 150_000, intervals: [1_000] };

test.setTimeout(300_000);

const stateOf = async (client: Client, request: number) =>
  expectOk<{ state: string }>(await client.get(`/requests/${request}`)).state;

async function makeOne(tokens: { developer: Client; owner: Client }): Promise<string> {
  const { id, name } = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS));
  await expect.poll(() => stateOf(tokens.developer, id), SOON).toBe("applied");
  return name;
}

test("a topic in use is deleted only when each who uses it was named, its name was typed and two have approved", async ({
  open,
  tokens,
  witness,
}) => {
  const [name, group] = [await makeOne(tokens), unique("reader")];
  await witness.produceAt(name, [new Date(), new Date()]);
  await witness.commit(group, name, 1);
  const deletion = { kind: "delete", cluster: "local", name, confirm: name, reason: "Nobody needs it." };
  await expect
    .poll(async () => {
      const answer = await tokens.developer.post("/topic-requests?dryRun=true", deletion);
      return (answer.body as { errors?: { path: string }[] }).errors?.map(({ path }) => path);
    }, A_LOOK)
    .toEqual(["despite.groups", "despite.recentWrites"]);
  expectRefusal(await tokens.developer.post("/topic-requests", deletion), { status: 409 });

  const page = await open("developer");
  await page.goto(`/topics/local/${name}`);
  await page.getByRole("link", { name: "Delete", exact: true }).click();
  await expect(page.getByText("Every record is lost.", { exact: false })).toBeVisible();
  await expect(page.getByText("on all brokers together", { exact: false })).toBeVisible();

  await page.getByRole("button", { name: "Ask to delete it" }).press("Enter");
  const alert = page.locator("form").getByRole("alert");
  await expect(alert).toContainText(group);
  await expect(alert).toContainText("confirm");

  await page.getByRole("checkbox", { name: group }).check();
  await page.getByRole("checkbox", { name: /although somebody wrote to it lately/ }).check();
  await page.getByRole("textbox", { name: /to confirm$/ }).fill(name);
  const request = await submitChange(page, "Nobody needs it.", "Ask to delete it");

  const owner = await open("owner");
  await owner.goto(`/requests/${request}`);
  await expect(owner.getByText("What you approve destroys")).toBeVisible();
  await expect(owner.getByText(group, { exact: false }).first()).toBeVisible();

  await approveBy(request, tokens.owner, tokens.admin);
  await expect.poll(() => stateOf(tokens.developer, request), SOON).toBe("applied");
  expect(await witness.topic(name)).toBeNull();
  await expect(page.getByText("It was seen to be gone from local", { exact: false })).toBeVisible(SOON);
  expect((await page.goto(`/topics/local/${name}`))?.status()).toBe(404);
});

test("a topic that is gone already is deleted without an error", async ({ tokens, witness }) => {
  const name = await makeOne(tokens);
  await witness.delete(name);
  const deletion = { kind: "delete", cluster: "local", name, confirm: name, reason: "It is gone already." };
  const { id } = expectOk<{ id: number }>(await tokens.developer.post("/topic-requests", deletion));
  await approveBy(id, tokens.owner, tokens.admin);
  await expect.poll(() => stateOf(tokens.developer, id), SOON).toBe("applied");
  expect((await tokens.developer.get(`/topics/local/${name}`)).status).toBe(404);
});
