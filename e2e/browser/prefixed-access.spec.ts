import { expect } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  type Side,
  topicAccessOf,
} from "../support/access-world.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";

test.setTimeout(180_000);

test("access by prefix shows on every topic that it covers, also on one that is made later", async ({
  sessions,
  open,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const prefix = `${giver.team.prefix}placed-`;
  const [first, second] = [await makeTopic(giver, nameWith(prefix)), await makeTopic(giver, nameWith(prefix))];
  const outside = await makeTopic(giver);
  const { application, login, kafka } = await makeProgram(reader);
  const group = `${application}.`;
  const item = {
    operation: "consume",
    patternType: "PREFIXED",
    topic: prefix,
    consumerGroup: { name: group, patternType: "PREFIXED" },
  };

  const grant = await grantAccess(reader, giver, accessRequest(application, item), sessions.admin);
  expect(await witness.acls(login.username)).toEqual([
    `ALLOW DESCRIBE TOPIC PREFIXED ${prefix} from *`,
    `ALLOW READ GROUP PREFIXED ${group} from *`,
    `ALLOW READ TOPIC PREFIXED ${prefix} from *`,
  ]);

  const later = await makeTopic(giver, nameWith(prefix));
  const page = await open(giver.owner);
  for (const topic of [first, second, later]) {
    expect(await grantsOn(giver, topic), topic).toEqual([grant.id]);
    await page.goto(`/topics/local/${topic}?tab=access`);
    const row = page.getByRole("row").filter({ hasText: application });
    await expect(row).toContainText("PREFIXED");
    await expect(row).toContainText(prefix);
    await witness.produce(topic, "a record");
    expect(await kafka.read(topic, `${group}${unique("reader")}`)).toBe("allowed");
  }

  expect(await grantsOn(giver, outside)).toEqual([]);
  await page.goto(`/topics/local/${outside}?tab=access`);
  await expect(page.getByText("Nobody was granted access")).toBeVisible();
  await witness.produce(outside, "a record");
  expect(await kafka.read(outside, `${group}other`)).toBe("denied");
});

function nameWith(prefix: string): string {
  return `${prefix}${unique("dataset")}.v1`;
}

async function grantsOn({ owner }: Side, topic: string): Promise<string[]> {
  return (await topicAccessOf(owner, topic)).grants.map(({ id }) => id);
}
