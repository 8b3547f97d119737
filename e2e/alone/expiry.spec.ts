import { expect } from "@playwright/test";
import type { AuditRow } from "#lib/contract/platform";
import {
  accessRequest,
  grantAccess,
  grantOf,
  makeProgram,
  makeSide,
  makeTopic,
  type Program,
  type Side,
  SOON,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { type Client, expectOk } from "../support/client.ts";
import { stack } from "../support/control.ts";
import { sqlAs } from "../support/database.ts";
import { test } from "../support/test.ts";

test.afterEach(async () => {
  await stack.startAll();
});

test("a date that passes while the worker is down: the ACLs go right after it starts again", async ({
  sessions,
  tokens,
  witness,
}) => {
  const { giver, reader, topic, program } = await makeWorld(sessions.admin);
  const { application, login, kafka } = program;
  const group = `${application}.reader`;
  const grant = await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application)));
  const lasting = await grantAccess(reader, giver, accessRequest(application, toProduce(topic)));
  await witness.produce(topic, "before");
  expect(await kafka.read(topic, group)).toBe("allowed");

  await stack.stopWorker();
  await letExpire(grant.id);
  expect(await witness.acls(login.username)).toContain(`ALLOW READ GROUP LITERAL ${group} from *`);
  await stack.startWorker();

  await expect
    .poll(() => witness.acls(login.username), SOON)
    .toEqual([`ALLOW DESCRIBE TOPIC LITERAL ${topic} from *`, `ALLOW WRITE TOPIC LITERAL ${topic} from *`]);
  expect(await kafka.read(topic, group)).toBe("denied");
  // What the other grant needs of the same topic stays.
  expect(await kafka.write(topic)).toBe("allowed");

  expect(await grantOf(reader.member, application, grant.requestId)).toMatchObject({
    state: "ended",
    endKind: "expired",
  });
  expect(await grantOf(reader.member, application, lasting.requestId)).toMatchObject({ state: "active" });
  const { items } = expectOk<{ items: AuditRow[] }>(await tokens.auditor.get(`/audit?subject=grant:${grant.id}`));
  const expired = items.filter(({ action }) => action === "grant.expired");
  expect(expired.map(({ actor }) => actor.kind)).toEqual(["system"]);
});

test("a date that passes with the worker at work: within a minute, on an open connection too", async ({
  sessions,
  witness,
}) => {
  const { giver, reader, topic, program } = await makeWorld(sessions.admin);
  const { application, login, kafka } = program;
  const grant = await grantAccess(reader, giver, accessRequest(application, toConsume(topic, application)));
  await witness.produce(topic, "before");
  const open = await kafka.openReader(topic, `${application}.reader`);
  await expect.poll(() => open.values, SOON).toEqual(["before"]);

  await letExpire(grant.id);

  await expect.poll(() => open.verdict(), { timeout: 60_000 }).toBe("denied");
  // The first binding that goes ends the reading; the others go with it.
  await expect.poll(() => witness.acls(login.username), SOON).toEqual([]);
  await open.close();
});

/** Moves the end into the past: the database's clock is the one that counts, and no test waits for a day. */
async function letExpire(grantId: string): Promise<void> {
  await sqlAs("owner", "UPDATE grants SET expires_at = now() - interval '1 second' WHERE id = $1", [grantId]);
}

async function makeWorld(admin: Client): Promise<{ giver: Side; reader: Side; topic: string; program: Program }> {
  const [giver, reader] = [await makeSide(admin, "giver"), await makeSide(admin, "reader")];
  return { giver, reader, topic: await makeTopic(giver), program: await makeProgram(reader) };
}
