import { expect } from "@playwright/test";
import type { AuditRow } from "#lib/contract/platform";
import type { RequestView } from "#lib/contract/requests";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { TopicView } from "#lib/contract/topics";
import { approve } from "../support/access-world.ts";
import { type Client, expectOk } from "../support/client.ts";
import { stack } from "../support/control.ts";
import { test } from "../support/test.ts";
import { openWitness } from "../support/witness.ts";
import { approved, makePerson, makeTeam, submitted, topicRequest } from "../support/world.ts";

const ORDERS = { slug: "orders", prefix: "orders." };

test.afterEach(async () => {
  await stack.startAll();
});

test("broker stopped, request approved, broker started: applied once, without a person", async ({ open, tokens }) => {
  const input = topicRequest(ORDERS);
  await stack.stopKafka();

  const owner = await open("owner");
  const { id } = await submitted(tokens.developer, input);
  await owner.goto(`/requests/${id}`);
  await owner.getByRole("button", { name: "Approve this plan" }).click();
  await expect(owner.getByText("Approved, and waiting for local")).toBeVisible({ timeout: 40_000 });
  await expect(owner.getByText("since", { exact: false }).first()).toBeVisible();
  expect(await topicOf(tokens.developer, input.name)).toMatchObject({
    condition: { state: "pending" },
    verifiedAt: null,
  });

  await stack.startKafka();

  await expect(owner.getByText("It was seen on local as approved")).toBeVisible({ timeout: 60_000 });
  await expectAppliedOnce(tokens.auditor, id, input.name);
});

test("worker killed with kill -9, request approved, worker started: applied once", async ({ open, tokens }) => {
  const input = topicRequest(ORDERS);
  await stack.killWorker();
  const { id } = await approved(tokens.developer, tokens.owner, input);

  const page = await open("developer");
  await page.goto(`/topics/local/${input.name}`);
  await expect(page.getByText("Pending", { exact: true })).toBeVisible();
  await stack.startWorker();

  await expect(page.getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
  await expectAppliedOnce(tokens.auditor, id, input.name);
});

test("worker killed with kill -9 while it applies 40 approvals: each is applied once", async ({ sessions, tokens }) => {
  const team = await makeTeam(sessions.admin, "killed");
  const owner = await makePerson(sessions.admin, "owner", { team, role: "owner" });
  const requester = await makePerson(sessions.admin, "requester", { team });
  const requests = [];
  for (let index = 0; index < 40; index++) requests.push(await submitted(requester.client, topicRequest(team)));

  // Killed while the approvals come in, so that it dies in the middle of one round or another.
  const approvals = approveAll(owner.client, requests);
  await expect
    .poll(() => appliedOf(requester.client, team.slug), { intervals: [20], timeout: 60_000 })
    .toBeGreaterThan(0);
  await stack.killWorker();
  await approvals;
  await stack.startWorker();

  await expect.poll(() => appliedOf(requester.client, team.slug), { timeout: 90_000 }).toBe(40);
  for (const { id, name } of requests) await expectAppliedOnce(tokens.auditor, id, name);
});

test("a foreign topic of that name made meanwhile: blocked, untouched", async ({ open, tokens, witness }) => {
  const input = topicRequest(ORDERS);
  await stack.stopWorker();
  await witness.create(input.name, 1, { "retention.ms": "3600000" });
  const { id } = await approved(tokens.developer, tokens.owner, input);
  await stack.startWorker();

  const page = await open("developer");
  await page.goto(`/requests/${id}`);
  await expect(page.getByText("Approved, but blocked", { exact: false })).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "Open the topic" }).click();
  await expect(page.getByText("Blocked", { exact: true }).first()).toBeVisible();
  await expect(page.getByText("made on the cluster by somebody else", { exact: false }).first()).toBeVisible();

  // Trying again does not make it ours either.
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.poll(async () => (await topicOf(tokens.developer, input.name)).condition.state).toBe("blocked");
  expect(await witness.topic(input.name)).toEqual({ partitions: 1, config: { "retention.ms": "3600000" } });
});

/** Fewer at once than web has connections to the database: more would only wait for one, and on a busy machine too long. */
async function approveAll(by: Client, requests: readonly RequestSubmitted[]): Promise<void> {
  const left = [...requests];
  const approveSome = async () => {
    for (let next = left.shift(); next; next = left.shift()) await approve(by, next);
  };
  await Promise.all(Array.from({ length: 8 }, approveSome));
}

/** Seen there as approved, by a client of its own, and recorded exactly once. */
async function expectAppliedOnce(auditor: Client, id: number, name: string): Promise<void> {
  const witness = await openWitness();
  expect(await witness.topic(name)).toMatchObject({ partitions: 3, config: { "retention.ms": "604800000" } });
  await witness.close();

  const { state } = expectOk<RequestView>(await auditor.get(`/requests/${id}`));
  const { items } = expectOk<{ items: AuditRow[] }>(await auditor.get(`/audit?subject=request:${id}`));
  const counts = Map.groupBy(items, ({ action }) => action);
  expect(state).toBe("applied");
  expect(counts.get("request.approved")).toHaveLength(1);
  expect(counts.get("topic.created-on-cluster")).toHaveLength(1);
}

async function topicOf(client: Client, name: string): Promise<TopicView> {
  return expectOk<TopicView>(await client.get(`/topics/local/${name}`));
}

async function appliedOf(client: Client, team: string): Promise<number> {
  const { items } = expectOk<{ items: unknown[] }>(await client.get(`/requests?team=${team}&state=applied&limit=100`));
  return items.length;
}
