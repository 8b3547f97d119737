import { expect } from "@playwright/test";
import {
  accessRequest,
  approve,
  askAccess,
  grantOf,
  makeProgram,
  makeSide,
  makeTopic,
  requestOf,
  SOON,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { stack } from "../support/control.ts";
import { REFUSAL_TEXT, type RefusingBroker, refusingBroker } from "../support/refusing-broker.ts";
import { test } from "../support/test.ts";

let refusing: RefusingBroker | undefined;

test.afterEach(async () => {
  await refusing?.close();
  refusing = undefined;
  await stack.startAll();
});

test("three bindings, the broker refuses one: never applied, the one is named, and it heals by itself", async ({
  sessions,
  open,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const [topic, other] = [await makeTopic(giver), await makeTopic(giver)];
  const { application, login, kafka } = await makeProgram(reader);
  const lines = {
    describe: `ALLOW DESCRIBE TOPIC LITERAL ${topic} from *`,
    group: `ALLOW READ GROUP LITERAL ${application}.reader from *`,
    read: `ALLOW READ TOPIC LITERAL ${topic} from *`,
  };
  await witness.produce(topic, "a record");
  refusing = await refusingBroker(topic, "READ");

  const request = await askAccess(reader.member, accessRequest(application, toConsume(topic, application)));
  await approve(giver.owner, request);

  const page = await open(reader.member);
  await page.goto(`/requests/${request.id}`);
  await expect(page.getByText("Approved, but blocked", { exact: false }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`TOPIC ${topic} READ`, { exact: false }).first()).toBeVisible();
  await expect(page.getByText(REFUSAL_TEXT, { exact: false }).first()).toBeVisible();
  expect(await witness.acls(login.username)).toEqual([lines.describe, lines.group]);
  expect(await requestOf(reader.member, request.id)).toMatchObject({
    state: "approved",
    progress: { step: "blocked" },
  });
  expect(await grantOf(reader.member, application, request.id)).toMatchObject({ condition: "blocked" });
  expect(await kafka.read(topic, `${application}.reader`)).toBe("denied");

  // The same principal's other access is not held up by it.
  const beside = await askAccess(reader.member, accessRequest(application, toProduce(other)));
  await approve(giver.owner, beside);
  await expect.poll(async () => (await requestOf(reader.member, beside.id)).state, SOON).toBe("applied");
  expect((await requestOf(reader.member, request.id)).state).toBe("approved");

  refusing.heal();

  await expect(page.getByText("as approved", { exact: false }).first()).toBeVisible({ timeout: 90_000 });
  expect((await requestOf(reader.member, request.id)).state).toBe("applied");
  expect(await witness.acls(login.username)).toEqual(expect.arrayContaining(Object.values(lines)));
  expect(await kafka.read(topic, `${application}.reader`)).toBe("allowed");
});
