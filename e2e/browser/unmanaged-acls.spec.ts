import { expect } from "@playwright/test";
import {
  accessRequest,
  approve,
  askAccess,
  expectApplied,
  grantAccess,
  grantOf,
  makeProgram,
  makeSide,
  makeTopic,
  requestOf,
  revoke,
  type Side,
  SOON,
  toConsume,
  toProduce,
  topicAccessOf,
} from "../support/access-world.ts";
import { listening } from "../support/browser-listening.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";
import { openRequestId } from "./request-form.ts";

/** What somebody made on the cluster is found by the next sweep, which is half a minute away at most. */
const SWEPT = { timeout: 60_000 };

test.setTimeout(240_000);

test("an ACL that nobody granted: shown, untouched by what is granted beside it, removed by an approved request only", async ({
  sessions,
  open,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const topic = await makeTopic(giver);
  const { application } = await makeProgram(reader);
  const legacy = unique("legacy");
  const line = `ALLOW READ TOPIC LITERAL ${topic} from *`;
  await witness.createAcl({ principal: legacy, resourceType: "TOPIC", resourceName: topic, operation: "READ" });

  await expect.poll(() => unmanagedOf(giver, topic, legacy), SWEPT).toEqual(["READ"]);
  const grant = await grantAccess(reader, giver, accessRequest(application, toProduce(topic)));
  await revoke(giver.owner, grant);
  await expect
    .poll(async () => (await grantOf(reader.member, application, grant.requestId)).condition, SOON)
    .toBe("ended");
  expect(await witness.acls(legacy)).toEqual([line]);

  const page = await open(giver.owner);
  await page.goto(`/topics/local/${topic}?tab=access`);
  await (await listening(page.getByLabel(`Select READ on ${topic} of User:${legacy}`))).check();
  await page.getByRole("button", { name: "Ask for removal of 1 ACL" }).click();
  const dialog = page.getByRole("dialog", { name: "Ask for the removal of 1 ACL" });
  await dialog.getByLabel("Reason").fill("Nobody knows the program.");
  await dialog.getByRole("button", { name: "Ask for removal" }).click();
  const id = await openRequestId(page);
  await expect(page.getByText(`User:${legacy} TOPIC ${topic} READ`).first()).toBeVisible();

  const request = await requestOf(giver.owner, id);
  await approve(giver.secondOwner, request);
  expect(await witness.acls(legacy)).toEqual([line]);
  await approve(sessions.admin, request);
  await expectApplied(giver.owner, id);
  expect(await witness.acls(legacy)).toEqual([]);
});

test("an ACL that somebody made by hand is adopted by asking for it, and ends with the grant from then on", async ({
  sessions,
  witness,
}) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const topic = await makeTopic(giver);
  const { application, login } = await makeProgram(reader);
  const byHand = { principal: login.username, resourceType: "TOPIC", resourceName: topic, operation: "READ" } as const;
  await witness.createAcl(byHand);
  await expect.poll(() => unmanagedOf(giver, topic, login.username), SWEPT).toEqual(["READ"]);

  const request = await askAccess(reader.member, accessRequest(application, toConsume(topic, application)));
  const kinds = request.plan.changes.map(({ field, kind }) => [field, kind]);
  expect(kinds).toContainEqual([`User:${login.username} TOPIC ${topic} READ`, "neutral"]);
  expect(kinds).toContainEqual([`User:${login.username} TOPIC ${topic} DESCRIBE`, "additive"]);
  await approve(giver.owner, request);
  await expectApplied(reader.member, request.id);
  await expect.poll(() => unmanagedOf(giver, topic, login.username), SWEPT).toEqual([]);

  await revoke(giver.owner, await grantOf(reader.member, application, request.id));
  await expect.poll(() => witness.acls(login.username), SOON).toEqual([]);
});

/** What a principal may do with a topic that nobody granted. The worker's own user is among them all on every topic. */
async function unmanagedOf({ owner }: Side, topic: string, principalName: string): Promise<string[]> {
  const { unmanaged } = await topicAccessOf(owner, topic);
  return unmanaged.flatMap(({ principal, operation }) => (principal === `User:${principalName}` ? [operation] : []));
}
