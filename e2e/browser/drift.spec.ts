import { expect, type Page } from "@playwright/test";
import type { DriftResolved } from "#lib/contract/drift";
import { makeProgram, makeSide, makeTopic, type Side } from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { expectOk } from "../support/client.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { picture } from "../support/picture.ts";
import { test } from "../support/test.ts";
import { decideAndApply, driftOf, expectReady, SWEPT, topicOf } from "../support/topic-life.ts";

const HOUR = "3600000";
const WEEK = "604800000";

test.setTimeout(480_000);

let side: Side;
test.beforeAll(async ({ sessions }) => {
  side = await makeSide(sessions.admin, "drift");
});

const stateOf = async (name: string) => (await topicOf(side.owner, name)).condition.state;

test("a retention changed behind Headgate's back is told in three values; revert and adopt both end with no drift left", async ({
  sessions,
  open,
  witness,
}) => {
  const topic = await makeTopic(side);
  const page = await open(side.owner);

  await test.step("changed by another client, it is drift, and nothing is put back unasked", async () => {
    await witness.alter(topic, "retention.ms", HOUR);
    await expect.poll(() => stateOf(topic), SWEPT).toBe("drifted");
    expect((await topicOf(side.owner, topic)).drift).toMatchObject([
      { field: "retention.ms", desired: WEEK, applied: WEEK, observed: HOUR, revert: "neutral" },
    ]);
    await page.goto(`/topics/local/${topic}?tab=config`);
    await expectValues(page, { desired: "7 d", applied: "7 d", observed: "1 h" });
    expect(await witness.topic(topic)).toMatchObject({ config: { "retention.ms": HOUR } });
  });

  await test.step("reverted from the topic's page, with the plan before the button", async () => {
    await (await listening(page.getByRole("button", { name: "Revert retention.ms" }))).click();
    const dialog = page.getByRole("dialog", { name: "Revert retention.ms?" });
    await expect(dialog.getByText("3600000 → 604800000")).toBeVisible();
    await expectAccessible(page);
    await dialog.getByLabel("Reason").fill("Somebody slipped.");
    await dialog.getByRole("button", { name: "Ask to revert" }).click();
    await expect(dialog).toBeHidden();
    await decideAndApply(side, sessions.admin, await openRequestOf(topic));
    await expectReady(side.owner, topic);
    expect(await witness.topic(topic)).toMatchObject({ config: { "retention.ms": WEEK } });
    expect(await driftOf(side.owner, side, topic)).toBeNull();
  });

  await test.step("changed again, and adopted from the page of all that differs", async () => {
    await witness.alter(topic, "retention.ms", HOUR);
    await expect.poll(() => stateOf(topic), SWEPT).toBe("drifted");
    await page.goto("/admin/drift");
    await expectValues(page, { desired: "7 d", applied: "7 d", observed: "1 h" });
    await (await listening(page.getByLabel(`Select topic ${topic} on local`))).check();
    await picture(page, "drift");
    await page.getByRole("button", { name: "Adopt 1 object" }).click();
    await expect(page.getByRole("dialog", { name: "Adopt 1 object?" })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Reason").fill("An hour is enough.");
    await page.getByRole("button", { name: "Ask to adopt 1 object" }).click();
    await expect(page.getByRole("dialog", { name: "What became of it" }).getByText("asked for")).toBeVisible();
    await decideAndApply(side, sessions.admin, await openRequestOf(topic));
    await expectReady(side.owner, topic);
    expect((await topicOf(side.owner, topic)).desired?.config).toEqual({ "retention.ms": HOUR });
    expect(await witness.topic(topic)).toMatchObject({ config: { "retention.ms": HOUR } });
  });
});

test("a key that nobody manages is left alone, and managed from the moment that somebody takes it over", async ({
  sessions,
  open,
  witness,
}) => {
  const topic = await makeTopic(side);
  await witness.alter(topic, "segment.ms", HOUR);
  const page = await open(side.owner);
  await expect(async () => {
    await page.goto(`/topics/local/${topic}?tab=config`);
    await expect(page.getByRole("button", { name: "Take over segment.ms" })).toBeVisible({ timeout: 2_000 });
  }).toPass(SWEPT);
  expect(await stateOf(topic)).toBe("ready");

  await (await listening(page.getByRole("button", { name: "Take over segment.ms" }))).click();
  const dialog = page.getByRole("dialog", { name: "Take over segment.ms as it is?" });
  await expect(dialog.getByText("It is so on the cluster already", { exact: false })).toBeVisible();
  await dialog.getByLabel("Reason").fill("We need it so.");
  await dialog.getByRole("button", { name: "Ask to adopt" }).click();
  await expect(dialog).toBeHidden();
  await decideAndApply(side, sessions.admin, await openRequestOf(topic));
  expect((await topicOf(side.owner, topic)).desired?.config).toEqual({ "retention.ms": WEEK, "segment.ms": HOUR });
});

test("an ACL of a managed principal that no grant explains stands in the same list, and goes by an approved revert", async ({
  sessions,
  open,
  witness,
}) => {
  const topic = await makeTopic(side);
  const { application, login } = await makeProgram(side);
  const { username: principal } = login;
  await witness.createAcl({ principal, resourceType: "TOPIC", resourceName: topic, operation: "READ" });
  const fields = async () => (await driftOf(side.owner, side, principal))?.fields;
  await expect.poll(fields, SWEPT).toMatchObject([{ desired: null, applied: null, observed: "ALLOW" }]);
  await test.step("its row leads to the form that asks for the access, filled in", async () => {
    const page = await open(side.member);
    await page.goto("/admin/drift?kind=principal");
    await page.getByRole("link", { name: `Ask for access: TOPIC ${topic} READ` }).click();
    await expect(page.getByLabel("Application", { exact: true })).toHaveValue(application);
    await expect(page.getByLabel("May", { exact: true })).toHaveValue("consume");
    await expect(page.getByLabel("Topic", { exact: true })).toHaveValue(topic);
  });
  const stranger = await makeSide(sessions.admin, "stranger");
  expect(await driftOf(stranger.owner, side, principal)).toBeNull();

  const object = { kind: "principal", cluster: "local", name: principal };
  const unknown = { kind: "principal", cluster: "local", name: `${principal}-unknown` };
  const asked = { objects: [unknown, object], reason: "Nobody granted it." };
  const { results } = expectOk<DriftResolved>(await side.member.post("/drift/reverts", asked));
  expect(results.map(({ ok, code }) => ok || code)).toEqual(["not_found", true]);
  await decideAndApply(side, sessions.admin, results[1]?.requests[0]?.id ?? 0);
  expect(await witness.acls(principal)).toEqual([]);
  await expect.poll(() => driftOf(side.owner, side, principal), SWEPT).toBeNull();
});

async function expectValues(page: Page, values: { desired: string; applied: string; observed: string }) {
  const value = (term: string) => page.getByText(term, { exact: true }).first().locator("xpath=following-sibling::dd");
  await expect(value("Desired")).toContainText(values.desired);
  await expect(value("Last applied")).toContainText(values.applied);
  await expect(
    page.locator("dt", { hasText: "On the cluster" }).first().locator("xpath=following-sibling::dd"),
  ).toContainText(values.observed);
  const since = page.locator("dt", { hasText: "Differs" }).first().locator("xpath=following-sibling::dd//time");
  await expect(since).toHaveAttribute("datetime", /^\d{4}-\d{2}-\d{2}T/);
}

async function openRequestOf(topic: string): Promise<number> {
  const open = async () => (await topicOf(side.owner, topic)).openRequests.length;
  await expect.poll(open).toBe(1);
  return (await topicOf(side.owner, topic)).openRequests[0]?.id ?? 0;
}
