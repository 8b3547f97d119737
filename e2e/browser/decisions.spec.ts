import { expect } from "@playwright/test";
import { expectOk } from "../support/client.ts";
import { test } from "../support/test.ts";
import { makePerson, makeTeam, submitted, topicRequest } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test("a rejection needs a reason, and the requester reads it", async ({ open, tokens }) => {
  const { id } = await submitted(tokens.developer, topicRequest(ORDERS));
  const owner = await open("owner");
  await owner.goto(`/requests/${id}`);

  await owner.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(owner.locator("form").getByRole("alert")).toContainText("say why: the requester reads it");
  await owner.getByRole("textbox", { name: "Comment", exact: true }).fill("Please use orders.order-placed.v1.");
  await owner.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(owner.getByText("Rejected by Orders owner")).toBeVisible();

  const developer = await open("developer");
  await developer.goto(`/requests/${id}`);
  await expect(developer.getByText("Please use orders.order-placed.v1.")).toBeVisible();
  await expect(developer.getByRole("button", { name: "Withdraw" })).toHaveCount(0);
});

test("who asked takes it back, after being asked; the name is free again", async ({ open, tokens }) => {
  const { id, name } = await submitted(tokens.developer, topicRequest(ORDERS));
  const page = await open("developer");
  await page.goto(`/requests/${id}`);
  const trigger = page.getByRole("button", { name: "Withdraw", exact: true });
  await trigger.click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(trigger).toBeFocused();

  await trigger.click();
  await page.getByRole("button", { name: "Withdraw request" }).click();

  await expect(page.getByText("Withdrawn by Orders developer")).toBeVisible();
  await submitted(tokens.developer, topicRequest(ORDERS, name));
});

test("an edit is judged anew, and an approval of the earlier plan no longer counts", async ({ open, tokens }) => {
  const confidential = { description: "One record per thing that happened.", classification: "confidential" };
  const { id, fingerprint } = await submitted(
    tokens.developer,
    topicRequest(ORDERS, undefined, { metadata: confidential }),
  );
  // High risk: an owner and an admin. The first approval leaves it open.
  expectOk(await tokens.owner.post(`/requests/${id}/approve`, { fingerprint }));

  const page = await open("developer");
  await page.goto(`/requests/${id}`);
  await page.getByRole("link", { name: "Edit" }).click();
  const partitions = page.getByRole("textbox", { name: "Partitions", exact: true });
  await expect(partitions).toHaveValue("3");
  await partitions.fill("12");
  await page.getByRole("button", { name: "Submit the change" }).click();

  await expect(page).toHaveURL(new RegExp(`/requests/${id}$`));
  await expect(page.getByText("Changed by Orders developer")).toBeVisible();
  await expect(page.getByText("Approval by Orders owner no longer counts")).toBeVisible();
  expect((await tokens.owner.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(409);
});

test("what somebody may not do is explained, not hidden", async ({ open, tokens }) => {
  const { id } = await submitted(tokens.developer, topicRequest(ORDERS));
  const auditor = await open("auditor");
  await auditor.goto(`/requests/${id}`);

  await auditor.getByRole("button", { name: "Withdraw: why not?" }).click();

  await expect(auditor.getByText("You may not withdraw this")).toBeVisible();
  await expect(auditor.getByText("You cannot decide this one.")).toBeVisible();
});

test("several are approved at once; a poisoned one says why and stops nothing", async ({ open, sessions }) => {
  const team = await makeTeam(sessions.admin, "bulk");
  const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
  const requester = await makePerson(sessions.admin, "requester", { team });
  const requests = [];
  for (let index = 0; index < 3; index++) requests.push(await submitted(requester.client, topicRequest(team)));

  const page = await open(owner.client);
  await page.goto("/approvals");
  await expect(page.getByRole("checkbox", { name: "Select request", exact: false })).toHaveCount(3);
  // While the owner reads the list, the second request becomes another one.
  const [, poisoned] = requests;
  const {
    kind: _,
    cluster: __,
    team: ___,
    ...edit
  } = topicRequest(team, poisoned?.name, { reason: "Something else." });
  const spec = { ...edit.spec, partitions: 4 };
  expectOk(await requester.client.patch(`/requests/${poisoned?.id}`, { ...edit, spec, version: 1 }));

  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("button", { name: "Approve 3 requests" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Approve 3 requests" }).click();

  await expect(page.getByText("2 of 3 approved")).toBeVisible();
  const refused = page.getByRole("heading", { name: "Not approved" }).locator("xpath=ancestor::div[.//ul][1]");
  await expect(refused.getByRole("listitem")).toHaveCount(1);
  await expect(refused).toContainText(String(poisoned?.name));
  const states = await Promise.all(
    requests.map(async ({ id }) => expectOk<{ state: string }>(await requester.client.get(`/requests/${id}`)).state),
  );
  expect(states.map((state) => state === "submitted")).toEqual([false, true, false]);
});

test("a comment stands where everybody involved reads it", async ({ open, tokens }) => {
  const { id } = await submitted(tokens.developer, topicRequest(ORDERS));
  const owner = await open("owner");
  await owner.goto(`/requests/${id}`);
  await owner.getByRole("textbox", { name: "Add a comment" }).fill("Why **three** partitions?");
  await owner.getByRole("button", { name: "Comment", exact: true }).click();

  const developer = await open("developer");
  await developer.goto(`/requests/${id}`);
  await expect(developer.getByText("three", { exact: false }).first()).toBeVisible();
});
