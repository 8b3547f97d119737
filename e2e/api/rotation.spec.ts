import { expect } from "@playwright/test";
import {
  accessRequest,
  expectPrincipal,
  grantAccess,
  issueCredential,
  makePrincipal,
  makeProgram,
  makeSide,
  makeTopic,
  principalOf,
  SOON,
  toProduce,
} from "../support/access-world.ts";
import { expectOk } from "../support/client.ts";
import { kafkaClientOf } from "../support/kafka-client.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

test("rotation: the old credential works until it is ended, the new one from before that on", async ({
  sessions,
  witness,
}) => {
  const side = await makeSide(sessions.admin, "rotate");
  const topic = await makeTopic(side);
  const { application, principalId, login, kafka } = await makeProgram(side);
  await grantAccess(side, side, accessRequest(application, toProduce(topic)));
  const lines = await witness.acls(login.username);
  const old = await kafka.openWriter(topic);
  expect(await old.send("old")).toBe("allowed");

  const name = `${login.username}-2`;
  const successorId = await makePrincipal(side, application, name, { replaces: principalId });
  expect(await old.send("while the new one is made")).toBe("allowed");
  const successor = kafkaClientOf(await issueCredential(side, application, successorId));
  await expect.poll(() => witness.acls(name), SOON).toEqual(lines);

  // Both at once, so that a program can be restarted in its own time.
  expect(await successor.write(topic)).toBe("allowed");
  expect(await old.send("side by side")).toBe("allowed");

  expectOk(await side.owner.post(`/principals/${principalId}/end`, { reason: "Rotated." }));

  await expect.poll(() => old.send("after its end"), SOON).toBe("denied");
  await expect.poll(() => witness.acls(login.username), SOON).toEqual([]);
  await expect.poll(() => kafka.write(topic), SOON).toBe("no log-in");
  expect(await successor.write(topic)).toBe("allowed");
  await expectPrincipal(side.member, application, principalId, { state: "ended" });
  expect(await principalOf(side.member, application, successorId)).toMatchObject({ state: "ready" });
  await old.close();
});

test("a credential that is made again: the old password opens nothing any more", async ({ sessions }) => {
  const side = await makeSide(sessions.admin, "again");
  const topic = await makeTopic(side);
  const { application, principalId, login, kafka } = await makeProgram(side);
  await grantAccess(side, side, accessRequest(application, toProduce(topic)));
  expect(await kafka.write(topic)).toBe("allowed");

  const again = await issueCredential(side, application, principalId);

  expect(again.username).toBe(login.username);
  expect(again.password).not.toBe(login.password);
  await expect.poll(() => kafkaClientOf(again).write(topic), SOON).toBe("allowed");
  expect(await kafka.write(topic)).toBe("no log-in");
});
