import { expect } from "@playwright/test";
import { accessRequest, grantAccess, inDays, makeProgram, SOON, toConsume } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { sqlAs } from "../support/database.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test.setTimeout(120_000);

test("an owner keeps one reader; the other, whom nobody answers for, loses its ACLs on the date", async ({
  open,
  tokens,
  witness,
}) => {
  const side = { team: ORDERS, member: tokens.developer, owner: tokens.owner, secondOwner: tokens.secondOwner };
  const { application } = await makeProgram(side, "yearly");
  const principal = `orders.${application}`;
  const topics: string[] = [];
  for (const name of ["kept", "silent"]) {
    const { name: topic } = await approved(tokens.developer, tokens.owner, topicRequest(ORDERS));
    topics.push(topic);
    await grantAccess(side, side, accessRequest(application, toConsume(topic, application, `${application}.${name}`)));
  }
  const [kept = "", silent = ""] = topics;

  const owner = await open("owner");
  await owner.goto("/campaigns");
  await (await listening(owner.getByRole("button", { name: "Open a recertification" }))).click();
  const dialog = owner.getByRole("dialog", { name: "Open a recertification" });
  await dialog.getByRole("textbox", { name: "Title" }).fill("Readers of the year");
  await dialog.getByRole("textbox", { name: "Only this application" }).fill(application);
  await dialog.getByLabel("Answers until").fill(inDays(20).slice(0, 10));
  await dialog.getByRole("textbox", { name: "Why" }).fill("Once a year.");
  await dialog.getByRole("button", { name: "Ask the owners" }).click();
  await expect(owner.getByRole("heading", { level: 1, name: "Readers of the year" })).toBeVisible();

  await (await listening(owner.getByRole("button", { name: new RegExp(`^Keep: .*${kept}$`) }))).click();
  const answer = owner.getByRole("dialog", { name: "Keep this access" });
  await answer.getByRole("textbox", { name: "Reason" }).fill("The report still reads it.");
  await answer.getByRole("button", { name: "Keep this access" }).click();
  await expect(owner.getByRole("row").filter({ hasText: kept })).toContainText("Kept");

  // The test's clock: the date comes now.
  const id = owner.url().split("/").at(-1) ?? "";
  await sqlAs("owner", "UPDATE campaigns SET due_at = now() WHERE id = $1", [id]);
  await expect.poll(async () => (await witness.acls(principal)).join("\n"), SOON).not.toContain(silent);
  expect((await witness.acls(principal)).join("\n")).toContain(kept);
  await owner.reload();
  await expect(owner.getByRole("row").filter({ hasText: silent })).toContainText("nobody answered");
  await expect(owner.getByText("Closed").first()).toBeVisible();
});
