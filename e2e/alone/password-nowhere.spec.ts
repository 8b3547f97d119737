import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import type { CredentialIssued } from "#lib/contract/applications";
import type { AuditRow } from "#lib/contract/platform";
import {
  accessRequest,
  expectPrincipal,
  grantAccess,
  makeApplication,
  makePrincipal,
  makeSide,
  makeTopic,
  type Side,
  toProduce,
} from "../support/access-world.ts";
import { type Client, expectOk, headersOf } from "../support/client.ts";
import { stack } from "../support/control.ts";
import { sqlAs } from "../support/database.ts";
import { disguisesOf, dumpDatabase, placesOf, readLogs } from "../support/everything-stored.ts";
import { type KafkaLogin, kafkaClientOf, saltedPasswordOf } from "../support/kafka-client.ts";
import { send } from "../support/send.ts";
import { test } from "../support/test.ts";

test.afterEach(async () => {
  await stack.startAll();
});

test("a password is nowhere after it was shown: tables, logs, trail, pages, answers", async ({ sessions }) => {
  const side = await makeSide(sessions.admin, "secret");
  const topic = await makeTopic(side);
  const application = await makeApplication(side);
  const principalId = await makePrincipal(side, application, `${side.team.slug}.${application}`);
  await grantAccess(side, side, accessRequest(application, toProduce(topic)));
  const places = async () =>
    new Map([
      ...(await dumpDatabase()),
      ...readLogs(),
      ...(await readPages(side, application, principalId, sessions.auditor)),
    ]);

  // While the worker is away, what it needs waits in the database, sealed.
  await stack.stopWorker();
  const { login, replay } = await issueTwice(side, principalId);
  expect(replay).toMatchObject({ username: login.username, password: null, secretShown: true });
  expect(await sealedRows(principalId)).toBe(1);
  const waiting = await places();

  await stack.startWorker();
  await expectPrincipal(side.member, application, principalId, { credential: "confirmed" });
  expect(await kafkaClientOf(login).write(topic)).toBe("allowed");
  expect(await sealedRows(principalId)).toBe(0);
  const confirmed = await places();

  // The search finds what is there: the name, in hexadecimal too.
  expect(placesOf([login.username], confirmed)).toContain("table public.principals");
  expect(placesOf(disguisesOf(Buffer.from(login.password)), new Map([["", asHex(login.password)]]))).toEqual([""]);

  const salted = await saltedPasswordOf(login);
  for (const secret of [Buffer.from(login.password), salted]) {
    expect(placesOf(disguisesOf(secret), waiting)).toEqual([]);
    expect(placesOf(disguisesOf(secret), confirmed)).toEqual([]);
  }
});

test("that a password was shown is in the trail, with who saw it", async ({ sessions, tokens }) => {
  const side = await makeSide(sessions.admin, "shown");
  const application = await makeApplication(side);
  const principalId = await makePrincipal(side, application, `${side.team.slug}.${application}`);
  expectOk(await side.member.post(`/principals/${principalId}/credential`));

  const path = `/audit?subject=principal:${principalId}`;
  const { items } = expectOk<{ items: AuditRow[] }>(await tokens.auditor.get(path));
  const shown = items.filter(({ action }) => action === "credential.issued");
  expect(shown.map(({ actor }) => [actor.kind, actor.name])).toEqual([["user", "The member"]]);
});

/** The credential, and what the same call answers when it comes again. */
async function issueTwice({ member }: Side, principalId: string) {
  const key = { "idempotency-key": randomUUID() };
  const issue = async () =>
    expectOk<CredentialIssued>(await member.post(`/principals/${principalId}/credential`, {}, key));
  const { username, password } = await issue();
  const login: KafkaLogin = { username, password: password ?? "" };
  expect(login.password).toMatch(/^[A-Za-z0-9]{32}$/);
  return { login, replay: await issue() };
}

async function readPages({ owner }: Side, application: string, principalId: string, auditor: Client) {
  const pages: [Client, string][] = [
    ...["", "?tab=clients", "?tab=history"].map((tab): [Client, string] => [
      owner,
      `/applications/${application}${tab}`,
    ]),
    [owner, `/api/v1/applications/${application}`],
    [owner, "/api/v1/requests"],
    [auditor, `/api/v1/audit?subject=principal:${principalId}&limit=200`],
    [auditor, "/api/v1/audit?limit=200"],
    [auditor, "/admin/audit"],
  ];
  const texts = new Map<string, string>();
  for (const [client, path] of pages) {
    const { status, text } = await send({ method: "GET", path, headers: headersOf(client.credential) });
    expect(status, path).toBe(200);
    texts.set(`page ${path}`, text);
  }
  return texts;
}

async function sealedRows(principalId: string): Promise<number> {
  const rows = await sqlAs("superuser", "SELECT 1 FROM sealed_credentials WHERE principal_id = $1", [principalId]);
  return rows.length;
}

function asHex(text: string): string {
  return `{"x":"\\x${Buffer.from(`{${text}}`).toString("hex")}"}`;
}
