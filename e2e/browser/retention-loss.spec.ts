import { expect } from "@playwright/test";
import type { TopicGroupPage } from "#lib/contract/topic-groups";
import { accessRequest, grantAccess, makeProgram, SOON, toConsume } from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { picture } from "../support/picture.ts";
import { test } from "../support/test.ts";
import { approved, topicRequest } from "../support/world.ts";
import { approveBy, openChangeForm, submitChange } from "./change-form.ts";

const ORDERS = { slug: "orders", prefix: "orders." };
const DAY_MS = 86_400_000;
/** Groups are read once a minute. */
const A_LOOK = { timeout: 100_000, intervals: [1_000] };

test.setTimeout(300_000);

test("a group is two days behind, retention is cut to one day: who decides sees the group, whose it is and what it loses", async ({
  open,
  tokens,
  witness,
}) => {
  const side = { team: ORDERS, member: tokens.developer, owner: tokens.owner, secondOwner: tokens.secondOwner };
  const spec = { partitions: 1, replicationFactor: 1, config: { "retention.ms": "604800000" } };
  const { id, name } = await approved(side.member, side.owner, topicRequest(ORDERS, undefined, { spec }));
  const stateOf = async (request: number) =>
    expectOk<{ state: string }>(await tokens.developer.get(`/requests/${request}`)).state;
  await expect.poll(() => stateOf(id), SOON).toBe("applied");

  // Three records that the group has read, four from two days ago that it has not, two of today.
  const daysAgo = (days: number, count: number) => Array<Date>(count).fill(new Date(Date.now() - days * DAY_MS));
  await witness.produceAt(name, [...daysAgo(3, 3), ...daysAgo(2, 4), ...daysAgo(0, 2)]);
  const { application } = await makeProgram(side, "behind");
  const group = `${application}.reader`;
  await grantAccess(side, side, accessRequest(application, toConsume(name, application, group)));
  await witness.commit(group, name, 3);
  await expect
    .poll(async () => {
      const answer = await tokens.owner.get(`/topics/local/${name}/groups`);
      return answer.status === 200
        ? expectOk<TopicGroupPage>(answer).items.map(({ groupId, lag }) => [groupId, lag])
        : [];
    }, A_LOOK)
    .toEqual([[group, "6"]]);

  const developer = await open("developer");
  const request = await test.step("who asks is told while typing", async () => {
    await openChangeForm(developer, name);
    await developer.getByRole("textbox", { name: "Retention", exact: true }).fill("1d");
    await expect(developer.getByRole("row", { name: group })).toContainText("4", SOON);
    await picture(developer, "change");
    return submitChange(developer, "Disks are full.");
  });

  await test.step("who decides sees it all before the button", async () => {
    const owner = await open("owner", { colorScheme: "dark" });
    await owner.goto(`/requests/${request}`);
    const row = owner.getByRole("row", { name: group });
    await expect(row).toContainText(application);
    await expect(row).toContainText("4");
    await expect(owner.getByText("What you approve destroys")).toBeVisible();
    await expect(owner.getByText("7 records", { exact: false }).first()).toBeVisible();
    await expect(owner.getByRole("button", { name: "Approve this plan" })).toBeVisible();
    expect(await witness.topic(name)).toMatchObject({ config: { "retention.ms": "604800000" } });
  });

  await approveBy(request, tokens.owner, tokens.admin);
  await expect.poll(() => stateOf(request), SOON).toBe("applied");
  expect(await witness.topic(name)).toMatchObject({ config: { "retention.ms": "86400000" } });
});
