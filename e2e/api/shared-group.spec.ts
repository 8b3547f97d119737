import { expect } from "@playwright/test";
import {
  accessRequest,
  grantAccess,
  makeProgram,
  makeSide,
  makeTopic,
  revoke,
  SOON,
  toConsume,
} from "../support/access-world.ts";
import { test } from "../support/test.ts";

test.setTimeout(180_000);

test("two grants share a group: ending one takes nothing that the other needs", async ({ sessions, witness }) => {
  const [giver, reader] = [await makeSide(sessions.admin, "giver"), await makeSide(sessions.admin, "reader")];
  const [placed, cancelled] = [await makeTopic(giver), await makeTopic(giver)];
  const { application, login, kafka } = await makeProgram(reader);
  const group = `${application}.reader`;
  const ask = (topic: string) => accessRequest(application, toConsume(topic, application, group));
  const first = await grantAccess(reader, giver, ask(placed));
  const second = await grantAccess(reader, giver, ask(cancelled));
  const linesOf = (topic: string) => [
    `ALLOW DESCRIBE TOPIC LITERAL ${topic} from *`,
    `ALLOW READ TOPIC LITERAL ${topic} from *`,
  ];
  const groupLine = `ALLOW READ GROUP LITERAL ${group} from *`;
  expect(await witness.acls(login.username)).toEqual([...linesOf(placed), ...linesOf(cancelled), groupLine].toSorted());

  await witness.produce(placed, "placed");
  await witness.produce(cancelled, "cancelled");
  expect(await kafka.read(placed, group)).toBe("allowed");
  const open = await kafka.openReader(cancelled, group);
  await expect.poll(() => open.values, SOON).toEqual(["cancelled"]);

  await revoke(reader.owner, first);
  await expect.poll(() => witness.acls(login.username), SOON).toEqual([...linesOf(cancelled), groupLine].toSorted());
  expect(await kafka.read(placed, group)).toBe("denied");

  // The other consumer never noticed: the same connection, the same membership.
  await witness.produce(cancelled, "cancelled again");
  await expect.poll(() => open.values, SOON).toEqual(["cancelled", "cancelled again"]);
  expect(open.verdict()).toBe("reading");

  await revoke(giver.owner, second);
  await expect.poll(() => open.verdict(), SOON).toBe("denied");
  await expect.poll(() => witness.acls(login.username), SOON).toEqual([]);
  await open.close();
});
