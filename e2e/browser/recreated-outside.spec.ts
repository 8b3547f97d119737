import { expect } from "@playwright/test";
import type { DriftResolved } from "#lib/contract/drift";
import { makeSide, makeTopic, SOON } from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { test } from "../support/test.ts";
import { decideAndApply, driftOf, SWEPT, topicOf } from "../support/topic-life.ts";

test.setTimeout(360_000);

test("a topic that was deleted and made anew outside is flagged, and neither adopted, changed nor deleted with ours", async ({
  sessions,
  open,
  witness,
}) => {
  const side = await makeSide(sessions.admin, "anew");
  const topic = await makeTopic(side);
  await witness.delete(topic);
  await expect.poll(async () => (await witness.names()).includes(topic), SOON).toBe(false);
  await witness.create(topic, 5, { "retention.ms": "60000" });

  const reason = async () => (await topicOf(side.owner, topic)).condition.reason;
  await expect.poll(reason, SWEPT).toBe("recreated_outside");
  expect(await driftOf(side.owner, side, topic)).toMatchObject({ reason: "recreated_outside", fields: [] });
  const page = await open(side.owner);
  await page.goto("/admin/drift");
  const row = page.getByRole("row", { name: topic });
  await expect(row.getByText("deleted and made again outside Headgate", { exact: false })).toBeVisible();
  await expect(row.getByRole("checkbox")).toHaveCount(0);

  for (const way of ["reverts", "adoptions"]) {
    const objects = [{ kind: "topic", cluster: "local", name: topic }];
    const answer = await side.member.post(`/drift/${way}`, { objects, reason: "It has our name." });
    const { results } = expectOk<DriftResolved>(answer);
    expect(results).toMatchObject([{ ok: false, detail: expect.stringContaining("made anew outside") }]);
  }

  const end = { kind: "delete", cluster: "local", name: topic, confirm: topic, reason: "What was ours is gone." };
  const despite = { groups: [], recentWrites: true };
  const { id } = expectOk<{ id: number }>(await side.member.post("/topic-requests", { ...end, despite }));
  await decideAndApply(side, sessions.admin, id);
  await expect.poll(async () => (await topicOf(side.owner, topic)).team, SWEPT).toBeNull();
  expect(await witness.topic(topic)).toEqual({ partitions: 5, config: { "retention.ms": "60000" } });
});
