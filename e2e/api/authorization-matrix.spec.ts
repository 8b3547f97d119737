import { expect } from "@playwright/test";
import { OPERATIONS } from "#lib/contract/operations";
import { type Client, clientOf, expectOk } from "../support/client.ts";
import { sqlAs } from "../support/database.ts";
import type { Answer } from "../support/send.ts";
import { test } from "../support/test.ts";
import { approved, makePerson, makeTeam, makeToken, submitted, topicRequest } from "../support/world.ts";
import { CALLS, ROWS } from "./authorization-areas.ts";
import { ROLES, type Role, type Row, type Target } from "./authorization-table.ts";
import { makeWorld, type World } from "./authorization-world.ts";

test("every operation of the contract has its rows in the table, and a call", () => {
  const operations = OPERATIONS.map(({ id }) => id).toSorted();
  expect([...new Set(ROWS.map(({ operation }) => operation))].toSorted()).toEqual(operations);
  expect(Object.keys(CALLS).toSorted()).toEqual(operations);
});

test.describe("who may do what to whose", () => {
  let world: World;

  test.beforeAll(async ({ sessions }) => {
    world = await makeWorld(sessions.admin, sessions.auditor);
  });

  for (const { id, method, path } of OPERATIONS) {
    test(`${method.toUpperCase()} ${path}`, async () => {
      const expected = ROWS.filter(({ operation }) => operation === id);
      const found = await Promise.all(expected.map((row) => answersOf(world, row, method)));

      expect(found.map(statusesOf)).toEqual(expected);
      for (const { answers } of found) expectExplained(Object.values(answers));
      expectInvisibleLikeAbsent(found);
    });
  }
});

test.describe("what counts from the next request on", () => {
  test("a member who leaves: the session lives, the team's requests are gone, their own can be taken back only", async ({
    sessions,
  }) => {
    const team = await makeTeam(sessions.admin, "left");
    const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
    const leaver = await makePerson(sessions.admin, "leaver", { team });
    const colleague = await submitted(owner.client, topicRequest(team));
    const own = await submitted(leaver.client, topicRequest(team));
    expect((await leaver.client.get(`/requests/${colleague.id}`)).status).toBe(200);

    expectOk(await sessions.admin.delete(`/teams/${team.slug}/members/${leaver.id}`));

    expect((await leaver.client.get(`/requests/${colleague.id}`)).status).toBe(404);
    expect((await leaver.client.get(`/requests/${own.id}`)).status).toBe(200);
    expect((await leaver.client.post("/topic-requests", topicRequest(team))).status).toBe(403);
    const edit = { ...topicRequest(team, own.name), version: 1 };
    const { kind: _, cluster: __, team: ___, ...body } = edit;
    expect((await leaver.client.patch(`/requests/${own.id}`, body)).status).toBe(403);
    expect((await leaver.client.post(`/requests/${own.id}/withdraw`, {})).status).toBe(200);
  });

  test("an owner who becomes a member decides nothing any more", async ({ sessions }) => {
    const team = await makeTeam(sessions.admin, "lowered");
    const [first, second] = [
      await makePerson(sessions.admin, "owner", { team, role: "owner" }),
      await makePerson(sessions.admin, "owner", { team, role: "owner" }),
    ];
    const requester = await makePerson(sessions.admin, "requester", { team });
    const { id, fingerprint } = await submitted(requester.client, topicRequest(team));

    expectOk(await first.client.post(`/teams/${team.slug}/members`, { userId: second.id, role: "member" }));

    expect((await second.client.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(403);
    expect((await first.client.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(200);
  });

  test("a disabled user: sessions and tokens end, and coming back needs a new sign-in", async ({ sessions }) => {
    const person = await makePerson(sessions.admin, "disabled");
    const token = await makeToken(person.client);
    expect((await token.get("/topics")).status).toBe(200);

    expectOk(await sessions.admin.post(`/users/${person.id}/disable`));
    expect((await person.client.get("/topics")).status).toBe(401);
    expect((await token.get("/topics")).status).toBe(401);

    expectOk(await sessions.admin.post(`/users/${person.id}/enable`));
    expect((await person.client.get("/topics")).status).toBe(401);
  });

  test("a token that is over its time, or revoked, opens nothing", async ({ sessions }) => {
    const body = { name: "short", permissions: ["topic.read"], expiresInDays: 1 };
    const [late, revoked] = [
      expectOk<{ id: string; token: string }>(await sessions.developer.post("/tokens", body)),
      expectOk<{ id: string; token: string }>(await sessions.developer.post("/tokens", body)),
    ];
    const ask = (token: string) => clientOf({ token }).get("/topics");
    expect([(await ask(late.token)).status, (await ask(revoked.token)).status]).toEqual([200, 200]);

    await sqlAs("owner", "UPDATE api_tokens SET expires_at = now() - interval '1 second' WHERE id = $1", [late.id]);
    expectOk(await sessions.developer.delete(`/tokens/${revoked.id}`));
    expect([(await ask(late.token)).status, (await ask(revoked.token)).status]).toEqual([401, 401]);
  });

  test("a call with a token never falls back to the session beside it", async ({ sessions }) => {
    const answer = await sessions.admin.call("GET", "/users", undefined, { authorization: "Bearer hg_wrong" });
    expect(answer.status).toBe(401);
  });

  test("nobody approves their own request, owner or admin; another owner does", async ({ sessions, tokens }) => {
    const team = await makeTeam(sessions.admin, "four-eyes");
    const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
    const second = await makePerson(sessions.admin, "owner", { team, role: "owner" });
    const { id, fingerprint } = await submitted(owner.client, topicRequest(team));

    for (const client of [owner.client, await makeToken(owner.client), tokens.admin]) {
      expect((await client.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(403);
    }
    expect((await second.client.post(`/requests/${id}/approve`, { fingerprint })).status).toBe(200);
  });

  test("another team's list, search and audit say nothing of a request", async ({ sessions, tokens }) => {
    const team = await makeTeam(sessions.admin, "unseen");
    const requester = await makePerson(sessions.admin, "requester", { team });
    const { id, name } = await submitted(requester.client, topicRequest(team));

    for (const path of [`/requests?team=${team.slug}`, "/requests", `/search?q=${id}`, `/search?q=${name}`]) {
      const { status, text } = await tokens.otherOwner.get(path);
      expect(status).toBe(200);
      expect(text).not.toContain(name);
    }
    expect((await tokens.otherOwner.get(`/audit?subject=request:${id}`)).status).toBe(403);
  });

  test("the managed topic of another team is seen by all; its open requests are not", async ({ sessions, tokens }) => {
    const team = await makeTeam(sessions.admin, "shown");
    const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
    const requester = await makePerson(sessions.admin, "requester", { team });
    const { name } = await approved(requester.client, owner.client, topicRequest(team));

    expect((await tokens.otherMember.get(`/topics/local/${name}`)).body).toMatchObject({ name, openRequests: [] });
  });
});

type Found = { operation: string; target: Target; answers: { [R in Role]: Answer } };

async function answersOf({ sides, clients }: World, { operation, target }: Row, method: string): Promise<Found> {
  const call = CALLS[operation];
  if (!call) throw new Error(`no call for ${operation}`);
  const { path, body } = call(sides[target === "-" ? "own" : target]);
  const ask = (client: Client) => client.call(method.toUpperCase(), path, body);
  const entries = ROLES.map(async (role) => [role, await ask(clients[role])] as const);
  return { operation, target, answers: Object.fromEntries(await Promise.all(entries)) as Found["answers"] };
}

function statusesOf({ operation, target, answers }: Found): Row {
  const status = Object.fromEntries(ROLES.map((role) => [role, answers[role].status]));
  return { operation, target, status: status as Row["status"] };
}

/** A refusal is a problem with a code, and a forbidden one says what would be needed. */
function expectExplained(answers: Answer[]) {
  for (const { status, headers, body } of answers.filter((answer) => answer.status >= 400)) {
    expect(headers["content-type"]).toContain("application/problem+json");
    expect(body).toMatchObject({ status, code: expect.any(String), requestId: expect.any(String) });
    expect((body as { detail: string }).detail.length).toBeGreaterThan(10);
  }
}

/** What somebody may not see answers them exactly as what is not there. */
function expectInvisibleLikeAbsent(found: Found[]) {
  const absent = found.find(({ target }) => target === "absent");
  for (const { answers } of found.filter(({ target }) => target !== "absent")) {
    for (const role of ROLES.filter((one) => answers[one].status === 404)) {
      expect(withoutId(answers[role])).toEqual(absent && withoutId(absent.answers[role]));
    }
  }
}

function withoutId({ status, headers, body }: Answer) {
  const { requestId: _, ...rest } = body as Record<string, unknown>;
  return { status, type: headers["content-type"], cache: headers["cache-control"], rest };
}
