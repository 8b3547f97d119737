import { expect } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  SOON,
  toConsume,
} from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

test("a group's offsets are reset by the keyboard alone: looked at, asked for, approved, and shown as recorded", async ({
  open,
  sessions,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const spec = { partitions: 1, replicationFactor: 1, config: {} };
  const topic = await makeTopic(giver, undefined, { spec });
  const { application } = await makeProgram(reader);
  const group = `${application}.reader`;
  await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application, group)));
  for (const value of ["one", "two", "three"]) await witness.produce(topic, value);
  await witness.commit(group, topic, 2);

  const page = await open(reader.member);
  await page.goto(`/offsets/new?${new URLSearchParams({ cluster: "local", topic, group })}`);
  const submit = page.getByRole("button", { name: "Ask for the reset" });
  await listening(submit);
  await expect(page.getByText("2 records are read again, 0 records are skipped.")).toBeVisible(SOON);

  await page.getByRole("radio", { name: /^The beginning/ }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^The end/ })).toBeChecked();
  await expect(page.getByText("0 records are read again, 1 record is skipped.")).toBeVisible(SOON);
  for (const _ of ["a time", "a shift"]) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.type("-1");
  await expect(page.getByText("1 record is read again, 0 records are skipped.")).toBeVisible(SOON);
  await expect(page.getByRole("row", { name: "0 2 1" })).toBeVisible();
  for (const _ of ["look again", "reason"]) await page.keyboard.press("Tab");
  await page.keyboard.type("The report is computed again.");
  await page.keyboard.press("Tab");
  await expect(submit).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/requests\/\d+$/);

  const owner = await open(reader.owner);
  await owner.goto(page.url());
  await owner.getByRole("button", { name: "Approve this plan" }).click();
  await expect(owner.getByRole("heading", { name: "As recorded" })).toBeVisible(SOON);
  await expect(owner.getByRole("row", { name: "0 2 1" })).toBeVisible();
  expect(await witness.committed(group, topic)).toEqual(["1"]);
});
