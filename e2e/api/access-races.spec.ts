import { expect } from "@playwright/test";
import type { AccessSubmitted } from "#lib/contract/access";
import type { AuditRow } from "#lib/contract/platform";
import {
  accessRequest,
  applicationOf,
  askAccess,
  grantAccess,
  grantOf,
  makeApplication,
  makePrincipal,
  makeSide,
  makeTopic,
  type Side,
  SOON,
  toConsume,
  toProduce,
} from "../support/access-world.ts";
import { type Client, expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import type { Answer } from "../support/send.ts";
import { test } from "../support/test.ts";
import { unique } from "../support/world.ts";

const ROUNDS = 4;

test.setTimeout(180_000);

test.describe("access: exactly one of those who come at once", () => {
  test("two owners approve: one does, the other is told that it is decided", async ({ sessions, tokens }) => {
    const { giver, reader, topic, application } = await makeWorld(sessions.admin);
    for (let round = 0; round < ROUNDS; round++) {
      const group = `${application}.${unique("group")}`;
      const request = await askAccess(reader.member, accessRequest(application, toConsume(topic, application, group)));

      const answers = await Promise.all(
        [giver.owner, giver.secondOwner].map((by) =>
          by.post(`/requests/${request.id}/approve`, { fingerprint: request.fingerprint }),
        ),
      );

      expect(statuses(answers)).toEqual([200, 409]);
      expect(await recorded(tokens.auditor, `request:${request.id}`, "request.approved")).toBe(1);
    }
  });

  test("both sides revoke: it ends once", async ({ sessions, tokens }) => {
    const { giver, reader, topic, application } = await makeWorld(sessions.admin);
    for (let round = 0; round < ROUNDS; round++) {
      const grant = await grantAccess(reader, giver, accessRequest(application, toProduce(topic)));

      const answers = await Promise.all(
        [giver.owner, giver.secondOwner, reader.owner].map((by) =>
          by.post(`/grants/${grant.id}/revoke`, { reason: "Not any more." }),
        ),
      );

      expect(statuses(answers)).toEqual([200, 409, 409]);
      expect(await recorded(tokens.auditor, `grant:${grant.id}`, "grant.revoked")).toBe(1);
    }
  });

  test("revoke against the date: one end, in the grant and in the trail", async ({ sessions, tokens }) => {
    const { giver, reader, topic, application } = await makeWorld(sessions.admin);
    for (let round = 0; round < ROUNDS; round++) {
      const grant = await grantAccess(reader, giver, accessRequest(application, toProduce(topic)));

      const [answer] = await Promise.all([
        giver.owner.post(`/grants/${grant.id}/revoke`, { reason: "Not any more." }),
        sqlAs("owner", "UPDATE grants SET expires_at = now() WHERE id = $1", [grant.id]),
      ]);

      expect([200, 409]).toContain(answer.status);
      await expect
        .poll(async () => (await grantOf(reader.member, application, grant.requestId)).state, SOON)
        .toBe("ended");
      const ends = await Promise.all(
        ["grant.revoked", "grant.expired"].map((action) => recorded(tokens.auditor, `grant:${grant.id}`, action)),
      );
      expect(ends).toEqual(answer.status === 200 ? [1, 0] : [0, 1]);
    }
  });

  test("two applications that claim one consumer group: one gets it", async ({ sessions }) => {
    const { giver, reader, topic, application } = await makeWorld(sessions.admin);
    const other = await makeReader(reader);
    for (let round = 0; round < ROUNDS; round++) {
      const group = unique("shared-group");
      const ask = (by: string) =>
        reader.member.post("/access-requests", accessRequest(by, toConsume(topic, by, group)));

      const asked = await Promise.all([ask(application), ask(other)]);

      // Whether the second is refused when it asks or when it is approved: never do both hold the group.
      for (const answer of asked.filter(({ status }) => status === 201)) {
        const [request] = expectOk<AccessSubmitted>(answer).requests;
        await giver.owner.post(`/requests/${request?.id}/approve`, { fingerprint: request?.fingerprint });
      }
      expect(await holdersOf(group)).toBe(1);
    }
  });

  test("two that ask for one principal's name: one gets it", async ({ sessions }) => {
    const side = await makeSide(sessions.admin, "name");
    for (let round = 0; round < ROUNDS; round++) {
      const applications = [await makeApplication(side), await makeApplication(side)];
      const name = `${side.team.slug}.${unique("program")}`;
      const body = { cluster: "local", kind: "scram", name, reason: "Both want it." };

      const answers = await Promise.all(
        applications.map((application) => side.member.post(`/applications/${application}/principals`, body)),
      );

      expect(statuses(answers)).toEqual([201, 409]);
      const [taken] = answers.filter(({ status }) => status === 409);
      expect(taken?.body).toMatchObject({ code: "conflict", errors: [{ path: "name" }] });
    }
  });

  test("the grant of a request that is approved and withdrawn at once exists once or not at all", async ({
    sessions,
  }) => {
    const { giver, reader, topic, application } = await makeWorld(sessions.admin);
    for (let round = 0; round < ROUNDS; round++) {
      const request = await askAccess(reader.member, accessRequest(application, toProduce(topic)));

      const [approval, withdrawal] = await Promise.all([
        giver.owner.post(`/requests/${request.id}/approve`, { fingerprint: request.fingerprint }),
        reader.member.post(`/requests/${request.id}/withdraw`, {}),
      ]);

      expect(statuses([approval, withdrawal])).toEqual([200, 409]);
      const { grants } = await applicationOf(reader.member, application);
      const made = grants.filter(({ requestId }) => requestId === request.id);
      expect(made).toHaveLength(approval.status === 200 ? 1 : 0);
      for (const { id } of made) expectOk(await giver.owner.post(`/grants/${id}/revoke`, { reason: "Next round." }));
    }
  });
});

async function makeWorld(admin: Client) {
  const [giver, reader] = [await makeSide(admin, "giver"), await makeSide(admin, "reader")];
  return { giver, reader, topic: await makeTopic(giver), application: await makeReader(reader) };
}

/** An application that may ask for access. */
async function makeReader(side: Side): Promise<string> {
  const application = await makeApplication(side);
  await makePrincipal(side, application, `${side.team.slug}.${application}`);
  return application;
}

function statuses(answers: Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

async function recorded(auditor: Client, subject: string, action: string): Promise<number> {
  const path = `/audit?subject=${subject}&action=${action}`;
  return expectOk<{ items: AuditRow[] }>(await auditor.get(path)).items.length;
}

async function holdersOf(group: string): Promise<number> {
  const rows = await sqlAs(
    "owner",
    "SELECT DISTINCT application_id FROM grants WHERE consumer_group = $1 AND state <> 'ended'",
    [group],
  );
  return rows.length;
}
