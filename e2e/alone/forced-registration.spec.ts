import { expect } from "@playwright/test";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { approve, expectApplied, makeSide, makeTopic, type Side, SOON } from "../support/access-world.ts";
import { stack } from "../support/control.ts";
import { type HoldingRegistry, holdingRegistry } from "../support/holding-registry.ts";
import { registry } from "../support/registry-witness.ts";
import {
  askSchema,
  FIRST,
  judgedByRegistry,
  makeVersion,
  schemaRequest,
  subjectOf,
  WITHOUT_TOTAL,
} from "../support/schema-world.ts";
import { test } from "../support/test.ts";

let holding: HoldingRegistry | undefined;

test.afterEach(async () => {
  await stack.startAll();
  await holding?.close();
  holding = undefined;
});

/** A subject under FULL, and a request for a version without a field, which the registry refuses and an owner forces. */
async function forcedRequest(side: Side): Promise<{ subject: string; request: RequestSubmitted }> {
  const topic = await makeTopic(side);
  const subject = await makeVersion(side, topic, FIRST, { compatibility: "FULL" });
  const input = schemaRequest(topic, WITHOUT_TOTAL);
  const judged = await judgedByRegistry(side.member, input);
  expect(judged).toMatchObject({ submittable: false, impact: { verdict: { state: "judged", compatible: false } } });
  return { subject, request: await askSchema(side.member, { ...input, forced: true }) };
}

/** Approved, the level lowered, and the registration on its way and not there. */
async function lowered(side: Side, subject: string, request: RequestSubmitted): Promise<void> {
  holding = await holdingRegistry(subject);
  await approve(side.owner, request);
  await holding.held;
  expect(await registry.level(subject)).toBe("NONE");
  expect(await registry.versions(subject)).toEqual([1]);
}

/** Registered, and the level as it was before. */
async function expectDone(side: Side, subject: string, { id }: RequestSubmitted): Promise<void> {
  await expect.poll(() => registry.versions(subject), { timeout: 90_000 }).toEqual([1, 2]);
  await expect.poll(() => registry.level(subject), SOON).toBe("FULL");
  await expectApplied(side.member, id);
  await expect
    .poll(() => subjectOf(side.member, subject), SOON)
    .toMatchObject({ state: "ready", latestVersion: 2, levels: { desired: "FULL", observed: "FULL" } });
}

test("an incompatible version is registered under one plan and one approval, and the level is as before", async ({
  sessions,
}) => {
  const side = await makeSide(sessions.admin, "forced");
  const { subject, request } = await forcedRequest(side);
  expect(request).toMatchObject({ requiredApprovals: [{ id: "owner-of-team" }] });
  await approve(side.owner, request);
  await expectDone(side, subject, request);
});

test("the worker is killed between lowering and restoring the level: the next one restores it and goes on", async ({
  sessions,
}) => {
  const side = await makeSide(sessions.admin, "forced");
  const { subject, request } = await forcedRequest(side);
  await lowered(side, subject, request);

  await stack.killWorker();
  expect(await registry.level(subject)).toBe("NONE");
  holding?.release();
  await stack.startWorker();

  await expectDone(side, subject, request);
});

test("the registry is killed between lowering and restoring the level: it is restored once it answers again", async ({
  sessions,
}) => {
  const side = await makeSide(sessions.admin, "forced");
  const { subject, request } = await forcedRequest(side);
  await lowered(side, subject, request);

  await stack.killRegistry();
  holding?.release();
  await stack.startRegistry();

  await expectDone(side, subject, request);
});

test("both are killed: what was lowered is found by who comes next, whoever registers it", async ({ sessions }) => {
  const side = await makeSide(sessions.admin, "forced");
  const { subject, request } = await forcedRequest(side);
  await lowered(side, subject, request);

  await stack.killWorker();
  await stack.killRegistry();
  await stack.startRegistry();
  expect(await registry.level(subject)).toBe("NONE");
  await stack.startWorker();

  await expectDone(side, subject, request);
});
