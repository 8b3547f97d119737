import { expect, type Page } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  type Side,
  SOON,
  toConsume,
} from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { picture } from "../support/picture.ts";
import { registry } from "../support/registry-witness.ts";
import { FIRST, makeVersion, WITH_NOTE, WITHOUT_TOTAL } from "../support/schema-world.ts";
import { test } from "../support/test.ts";
import { openSchemaForm, submitSchema, writeSchema } from "./schema-form.ts";

test.setTimeout(300_000);

/** A topic with a schema under FULL, which an application of another team reads and was promised a field of. */
async function makeReadTopic(giver: Side, reader: Side) {
  const topic = await makeTopic(giver);
  const subject = await makeVersion(giver, topic, FIRST, { compatibility: "FULL" });
  const { application, kafka } = await makeProgram(reader);
  const agreement = { neededFields: ["total"] };
  await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application), { agreement }));
  return { topic, subject, application, kafka };
}

const approveButton = (page: Page) => page.getByRole("button", { name: "Approve this plan" });

test("a field that goes: the registry's words, the readers by name, nobody approves before they have acknowledged", async ({
  open,
  sessions,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const { topic, subject, application } = await makeReadTopic(giver, reader);

  const asking = await open(giver.member);
  const id =
    await test.step("while it is typed the registry refuses it, and readers are named; it is forced", async () => {
      await openSchemaForm(asking, topic);
      await writeSchema(asking, WITHOUT_TOTAL);
      await expect(asking.getByText("The registry says", { exact: true })).toBeVisible();
      await expect(asking.getByText("Incompatible under").first()).toBeVisible({ timeout: 30_000 });
      await expect(asking.getByText(/total/).first()).toBeVisible();
      await expect(asking.getByRole("link", { name: application }).first()).toBeVisible();
      await picture(asking, "schema-gate");
      await asking.getByRole("checkbox", { name: "Register it although it is incompatible" }).check();
      return submitSchema(asking, "Totals are counted elsewhere from now on.");
    });

  const owner = await open(giver.owner);
  await test.step("an owner cannot approve, neither by button nor by API", async () => {
    await owner.goto(`/requests/${id}`);
    await expect(owner.getByText("Who loses something")).toBeVisible();
    await expect(owner.getByRole("link", { name: application }).first()).toBeVisible();
    await expect(owner.getByText("Loses what it was promised", { exact: false })).toBeVisible();
    await expect(approveButton(owner)).toBeDisabled();
    const { fingerprint } = (await giver.owner.get(`/requests/${id}`)).body as { fingerprint: string };
    expect((await giver.owner.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(403);
    expect(await registry.versions(subject)).toEqual([1]);
  });

  await test.step("a member of the reading team finds it, cannot reject it, and acknowledges it", async () => {
    const reading = await open(reader.member);
    await reading.goto("/approvals");
    await reading.getByRole("link", { name: subject }).first().click();
    await expect(reading).toHaveURL(new RegExp(`/requests/${id}$`));
    await expect(reading.getByRole("button", { name: "Reject" })).toHaveCount(0);
    await (await listening(reading.getByRole("button", { name: "Acknowledge" }))).click();
    await expect(reading.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  });

  await test.step("now an owner approves; it is registered and the level is as before", async () => {
    await owner.reload();
    await (await listening(approveButton(owner))).click();
    await expect.poll(() => registry.versions(subject), SOON).toEqual([1, 2]);
    await expect.poll(() => registry.level(subject), SOON).toBe("FULL");
  });
});

test("a field that is added is compatible: approved, registered, version 2 is there", async ({ open, sessions }) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const { topic, subject } = await makeReadTopic(giver, reader);

  const asking = await open(giver.member);
  await openSchemaForm(asking, topic);
  await writeSchema(asking, WITH_NOTE);
  await expect(asking.getByText("Compatible under").first()).toBeVisible({ timeout: 30_000 });
  const id = await submitSchema(asking, "Support wants to see what was said.");

  const owner = await open(giver.owner);
  await owner.goto(`/requests/${id}`);
  await (await listening(approveButton(owner))).click();
  await expect.poll(() => registry.versions(subject), SOON).toEqual([1, 2]);
  const second = await registry.version(subject, 2);
  expect(JSON.parse(second?.schema ?? "{}")).toEqual(JSON.parse(WITH_NOTE.schema));

  await owner.goto(`/schemas/local/${subject}`);
  await expect(owner.getByRole("heading", { level: 1, name: subject })).toBeVisible();
  await expect(owner.getByText("note", { exact: true }).first()).toBeVisible();
});
