import { expect } from "@playwright/test";
import type { TopicGroupPage } from "#lib/contract/topic-groups";
import { expectOk } from "../support/client.ts";
import { expectAccessible } from "../support/expect-accessible.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";

/** Groups and figures are read once a minute. */
const A_LOOK = { timeout: 100_000, intervals: [1_000] };
test.setTimeout(240_000);

test("a group that is two records behind is shown so, in all and by partition, to those who may know of it", async ({
  open,
  tokens,
  witness,
}) => {
  const [topic, group] = [unique("consumed"), unique("reader")];
  await witness.create(topic, 1);
  for (const value of ["read", "unread", "unread too"]) await witness.produce(topic, value);
  await witness.commit(group, topic, 1);
  const seen = async () => {
    const answer = await tokens.admin.get(`/topics/local/${topic}/groups`);
    return answer.status === 200 ? expectOk<TopicGroupPage>(answer).items : [];
  };
  await expect.poll(seen, A_LOOK).toMatchObject([
    {
      groupId: group,
      lag: "2",
      state: "Empty",
      members: 0,
      partitions: [{ partition: 0, committed: "1", lag: "2" }],
    },
  ]);

  const page = await open("admin");
  await page.goto(`/topics/local/${topic}?tab=consumers`);
  const row = page.getByRole("row", { name: group });
  await expect(row.getByText("2 records", { exact: true })).toBeVisible();
  await expect(row.getByText("no grant")).toBeVisible();
  await expect(
    row.getByRole("img", { name: "Records behind over the last 24 h: least 2, most 2, now 2" }),
  ).toBeVisible();
  await row.getByText("1 partition").click();
  await expect(row.getByText("0: at 1, 2 records behind")).toBeVisible();
  await expectAccessible(page);

  const developer = await open("developer");
  await developer.goto(`/topics/local/${topic}?tab=consumers`);
  await expect(developer.getByText("1 group reads this topic", { exact: false })).toBeVisible();
  await expect(developer.getByText(group)).toHaveCount(0);

  await witness.commit(group, topic, 3);
  await expect.poll(async () => (await seen()).map(({ lag }) => lag), A_LOOK).toEqual(["0"]);
  await page.goto(`/topics/local/${topic}`);
  await expect(page.getByText("3", { exact: true })).toBeVisible();
  await expect(page.getByText("measured", { exact: false })).toBeVisible();
});
