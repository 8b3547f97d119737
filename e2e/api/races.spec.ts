import { expect } from "@playwright/test";
import type { z } from "zod";
import type { AuditRow } from "#lib/contract/platform";
import type { RequestPage, RequestView } from "#lib/contract/requests";
import type { TeamView } from "#lib/contract/teams";
import { type Client, expectOk } from "../support/client.ts";
import type { Answer } from "../support/send.ts";
import { test } from "../support/test.ts";
import { makePerson, makeTeam, submitted, topicRequest, unique } from "../support/world.ts";

test.describe("exactly one of those who come at once", () => {
  test("two approvers: one approves, the other is told that it is decided", async ({ tokens }) => {
    const { team, requester, owner, secondOwner } = await orderedTeam(tokens.admin);
    for (let round = 0; round < 5; round++) {
      const { id, fingerprint } = await submitted(requester, topicRequest(team));

      const answers = await Promise.all(
        [owner, secondOwner].map((by) => by.post(`/requests/${id}/approve`, { fingerprint })),
      );

      expect(statuses(answers)).toEqual([200, 409]);
      expect(codes(answers)).toEqual(["conflict"]);
      expect(await recorded(tokens.auditor, id, "request.approved")).toBe(1);
    }
  });

  test("approve against withdraw against reject: one end, and the others conflict", async ({ tokens }) => {
    const { team, requester, owner, secondOwner } = await orderedTeam(tokens.admin);
    for (let round = 0; round < 5; round++) {
      const { id, fingerprint } = await submitted(requester, topicRequest(team));

      const answers = await Promise.all([
        owner.post(`/requests/${id}/approve`, { fingerprint }),
        requester.post(`/requests/${id}/withdraw`, {}),
        secondOwner.post(`/requests/${id}/reject`, { reason: "Not now." }),
      ]);

      expect(statuses(answers)).toEqual([200, 409, 409]);
      const { state } = expectOk<RequestView>(await requester.get(`/requests/${id}`));
      const ends = ["request.approved", "request.withdrawn", "request.rejected"];
      const counts = await Promise.all(ends.map((action) => recorded(tokens.auditor, id, action)));
      expect(counts.toSorted()).toEqual([0, 0, 1]);
      expect(["approved", "applied", "withdrawn", "rejected"]).toContain(state);
    }
  });

  test("50 equal POSTs with one Idempotency-Key: one request, and everyone hears of it", async ({ tokens }) => {
    const { team, requester } = await orderedTeam(tokens.admin);
    const input = topicRequest(team);
    const key = { "idempotency-key": unique("key") };

    const answers = await Promise.all(Array.from({ length: 50 }, () => requester.post("/topic-requests", input, key)));

    const ids = new Set(answers.map((answer) => expectOk<{ id: number }>(answer).id));
    expect(ids.size).toBe(1);
    expect(await requestsOf(requester, team.slug)).toHaveLength(1);
    expect(await recorded(tokens.auditor, [...ids][0] ?? 0, "request.submitted")).toBe(1);
  });

  test("50 POSTs of one name by different keys: one wins, and the name says why the others do not", async ({
    tokens,
  }) => {
    const { team, requester } = await orderedTeam(tokens.admin);
    const input = topicRequest(team);

    const answers = await Promise.all(Array.from({ length: 50 }, () => requester.post("/topic-requests", input)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ body }) => (body as { code: string }).code))).toEqual(new Set(["conflict"]));
    for (const { body } of refused) expect(body).toMatchObject({ errors: [{ path: "name" }] });
    expect(await requestsOf(requester, team.slug)).toHaveLength(1);
  });

  test("a budget that is used up in parallel is never exceeded", async ({ tokens }) => {
    const { team, requester } = await orderedTeam(tokens.admin);
    const spec = { partitions: 24, replicationFactor: 1, config: { "retention.ms": "604800000" } };

    const answers = await Promise.all(
      Array.from({ length: 30 }, () => requester.post("/topic-requests", topicRequest(team, undefined, { spec }))),
    );

    // 500 partitions are a team's on production: 20 × 24 fit.
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: "policy_violated", violations: [{ policySlug: "team-budget-production" }] });
    }
    const { budget } = expectOk<TeamView>(await requester.get(`/teams/${team.slug}`));
    const partitions = budget.find(({ cluster, field }) => cluster === "local" && field === "partitions");
    expect(partitions).toMatchObject({ used: "0", pending: "480", limit: "500" });
  });

  test("two teams that claim overlapping prefixes: one gets it", async ({ tokens }) => {
    const [first, second] = [await makeTeam(tokens.admin, "claims"), await makeTeam(tokens.admin, "claims")];
    const prefix = `${unique("claimed")}.`;

    const answers = await Promise.all([
      tokens.admin.post(`/teams/${first.slug}/prefixes`, { prefix }),
      tokens.admin.post(`/teams/${second.slug}/prefixes`, { prefix: `${prefix}deeper.` }),
    ]);

    expect(statuses(answers)).toEqual([201, 409]);
  });
});

/** A team with somebody who asks and two who decide. */
async function orderedTeam(admin: Client) {
  const team = await makeTeam(admin, "race");
  const people = await Promise.all([
    makePerson(admin, "requester", { team }),
    makePerson(admin, "owner", { team, role: "owner" }),
    makePerson(admin, "second-owner", { team, role: "owner" }),
  ]);
  const [requester, owner, secondOwner] = people.map(({ client }) => client) as [Client, Client, Client];
  return { team, requester, owner, secondOwner };
}

function statuses(answers: Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

function codes(answers: Answer[]): unknown[] {
  return answers.filter(({ status }) => status >= 400).map(({ body }) => (body as { code: string }).code);
}

async function requestsOf(client: Client, team: string) {
  return expectOk<z.infer<typeof RequestPage>>(await client.get(`/requests?team=${team}`)).items;
}

async function recorded(auditor: Client, requestId: number, action: string): Promise<number> {
  const { items } = expectOk<{ items: AuditRow[] }>(
    await auditor.get(`/audit?subject=request:${requestId}&action=${action}`),
  );
  return items.length;
}
