import { expect } from "@playwright/test";
import type { DriftRow } from "#lib/contract/drift";
import type { RequestView } from "#lib/contract/requests";
import type { TopicView } from "#lib/contract/topics";
import { approve, expectApplied, requestOf, type Side } from "./access-world.ts";
import { type Client, expectOk } from "./client.ts";

/** Two sweeps have to agree before something counts as changed. */
export const SWEPT = { timeout: 120_000, intervals: [1_000] };

export async function topicOf(client: Client, name: string): Promise<TopicView> {
  return expectOk<TopicView>(await client.get(`/topics/local/${name}`));
}

/** What the drift list says of an object; null when it is not in it. */
export async function driftOf(client: Client, side: Side, name: string): Promise<DriftRow | null> {
  const { items } = expectOk<{ items: DriftRow[] }>(await client.get(`/drift?team=${side.team.slug}`));
  return items.find((row) => row.name === name) ?? null;
}

/** Has a request decided by everybody whom it needs, and waits until it is so on the cluster. */
export async function decideAndApply(side: Side, admin: Client, id: number): Promise<RequestView> {
  const request = await requestOf(side.secondOwner, id);
  await approve(side.secondOwner, request);
  if ((await requestOf(side.secondOwner, id)).state === "submitted") await approve(admin, request);
  await expectApplied(side.owner, id);
  return requestOf(side.owner, id);
}

/** Waits until a topic is as it was decided, and nothing of it differs. */
export async function expectReady(client: Client, name: string): Promise<void> {
  const seen = async () => {
    const { condition, drift } = await topicOf(client, name);
    return { state: condition.state, drift };
  };
  await expect.poll(seen, SWEPT).toEqual({ state: "ready", drift: [] });
}
