import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { createApplication } from "../commands/create-application.ts";
import { createCampaign } from "../commands/create-campaign.ts";
import { createWebhook } from "../commands/create-webhook.ts";
import { decideCampaignItem } from "../commands/decide-campaign-item.ts";
import { renewGrant } from "../commands/renew-grant.ts";
import { requestAccess } from "../commands/request-access.ts";
import { requestAclRemoval } from "../commands/request-acl-removal.ts";
import { requestPrincipal } from "../commands/request-principal.ts";
import { updateNotifications } from "../commands/update-notifications.ts";
import type { Query } from "../define-query.ts";
import { getAccessForm } from "../queries/get-access-form.ts";
import { getApplication } from "../queries/get-application.ts";
import { getCampaign } from "../queries/get-campaign.ts";
import { getHistory } from "../queries/get-history.ts";
import { getTeamAccess } from "../queries/get-team-access.ts";
import { getTopicAccess } from "../queries/get-topic-access.ts";
import { listAdvice } from "../queries/list-advice.ts";
import { listApplications } from "../queries/list-applications.ts";
import { listCampaigns } from "../queries/list-campaigns.ts";
import { listUnmanagedAcls } from "../queries/list-unmanaged-acls.ts";
import { listWebhooks } from "../queries/list-webhooks.ts";
import { previewAccessRequest } from "../queries/preview-access-request.ts";
import { encodeCursor } from "../read/cursor.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { accessInput, consume, createTestAccess, granted, inDays, type TestAccess } from "./test-access.ts";

let database: TestDatabase;
let people: TestAccess;
let grantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestAccess(database.owner);
  grantId = await granted(database.web, people, consume("orders.paid.v1"));
});
afterAll(() => database?.drop());

type AnyCommand = Parameters<typeof runCommand>[1];
/** As an admin, who gets past every permission, so that the value reaches the database if anything lets it. */
const ask = <Input extends z.ZodType, Output>(query: Query<Input, Output>, input: unknown) =>
  runQuery(database.web, query, people.admin, input);
const run = (command: AnyCommand, input: unknown) => runCommand(database.web, command, people.admin, input);
const asAnalyst = (command: AnyCommand, input: unknown) => runCommand(database.web, command, people.analyst, input);

/** What Postgres cannot keep as text, and what LIKE, a cast or a date may trip over. */
const HOSTILE = ["\u0000", "a\u0000b", "\ud800", "%_\\", "'", "a\\u0000b", "*", "\u202e", "{}", "9".repeat(300)];
const cursors = (text: string) => [text, encodeCursor([text]), encodeCursor(Array(7).fill(text)), encodeCursor([1])];

describe.each(HOSTILE)("the text %j is answered, never a bug,", (text) => {
  it("by every list, in every place of it", async () => {
    const whole = { cluster: "local" };
    for (const cursor of [undefined, ...cursors(text)]) {
      await expect(ask(listApplications, { q: text, cursor })).resolves.toHaveProperty("ok");
      await expect(ask(listCampaigns, { cursor })).resolves.toHaveProperty("ok");
      await expect(ask(listUnmanagedAcls, { ...whole, q: text, cursor })).resolves.toHaveProperty("ok");
    }
  });

  it.each<[string, () => Promise<unknown>]>([
    ["get-application", () => ask(getApplication, { application: text })],
    ["get-campaign", () => ask(getCampaign, { campaignId: text })],
    ["get-history", () => ask(getHistory, { kind: "application", id: text })],
    ["get-team-access", () => ask(getTeamAccess, { team: text })],
    ["get-topic-access", () => ask(getTopicAccess, { cluster: text, name: text })],
    ["get-access-form", () => ask(getAccessForm, { topic: text })],
    ["list-advice", () => ask(listAdvice, { cluster: text, days: text })],
    ["list-webhooks", () => ask(listWebhooks, { team: text })],
    ["renew-grant", () => run(renewGrant, { grantId: text, reason: text, expiresAt: text })],
    [
      "decide-campaign-item",
      () => run(decideCampaignItem, { campaignId: text, grantId, decision: "keep", reason: text }),
    ],
    ["create-application", () => asAnalyst(createApplication, { slug: "hostile", name: text, team: "analytics" })],
    ["create-webhook", () => run(createWebhook, { url: `https://receiver.example.test/${text}`, kinds: [text] })],
    ["update-notifications", () => run(updateNotifications, { mail: true, muted: [text] })],
    [
      "create-campaign",
      () => run(createCampaign, { title: text, scope: { prefix: text }, reason: text, dueAt: inDays(9) }),
    ],
  ])("by %s", async (_, call) => {
    await expect(call()).resolves.toHaveProperty("ok");
  });

  it("by whoever asks for access, also while it is typed", async () => {
    const item = { operation: "consume", topic: text, consumerGroup: { name: text } };
    for (const input of [
      accessInput([item]),
      accessInput([consume("orders.paid.v1")], {
        reason: text,
        agreement: { neededFields: [text], supportContact: text },
      }),
      accessInput([consume("orders.paid.v1")], { host: text, expiresAt: text }),
    ]) {
      await expect(asAnalyst(requestAccess, input)).resolves.toHaveProperty("ok");
      await expect(runQuery(database.web, previewAccessRequest, people.analyst, input)).resolves.toHaveProperty("ok");
    }
  });

  it("by whoever asks for a principal or for ACLs to be removed", async () => {
    const principal = {
      application: "no-login",
      cluster: "local",
      kind: "external",
      name: text,
      reason: "For a test.",
    };
    await expect(asAnalyst(requestPrincipal, principal)).resolves.toHaveProperty("ok");
    const binding = { resourceType: "TOPIC", patternType: "PREFIXED", operation: "READ", permissionType: "ALLOW" };
    const bindings = [{ ...binding, principal: text, resourceName: text, host: text }];
    const removal = { cluster: "local", team: "orders", bindings, reason: "For a test." };
    await expect(run(requestAclRemoval, removal)).resolves.toHaveProperty("ok");
  });
});

describe.each([
  "0000-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "294276-12-31T23:59:59Z",
  "+275760-09-13T00:00:00Z",
  "2027-02-29T00:00:00Z",
  "2027-06-30T23:59:60Z",
  "2027-06-30T24:00:00Z",
  `2027-01-01T00:00:00.${"1".repeat(300)}Z`,
])("the time %s is answered, never a bug,", (time) => {
  it.each<[string, () => Promise<unknown>]>([
    ["request-access", () => asAnalyst(requestAccess, accessInput([consume("orders.paid.v1")], { expiresAt: time }))],
    ["renew-grant", () => asAnalyst(renewGrant, { grantId, reason: "For a test.", expiresAt: time })],
    ["create-campaign", () => run(createCampaign, { title: "T", reason: "For a test.", dueAt: time })],
    [
      "request-principal",
      () =>
        asAnalyst(requestPrincipal, {
          ...{ application: "dashboards", cluster: "local", kind: "scram", name: "team.next", reason: "For a test." },
          ...{ replaces: grantId, replacedEndsAt: time },
        }),
    ],
  ])("by %s", async (_, call) => {
    const answer = (await call()) as { ok: boolean; failure?: { code: string } };
    expect(answer.ok ? null : answer.failure?.code).toMatch(/^(invalid_input|conflict|policy_violated)$/);
  });
});
