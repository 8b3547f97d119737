import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { appendAudit } from "#lib/db/append-audit";
import { sessionsWaiting } from "#lib/db/test-database";
import { expireGrants } from "./expire-grants.ts";
import { consume, TestAccess } from "./test-access.ts";
import { TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;
let access: TestAccess;

beforeAll(async () => {
  installation = await TestInstallation.create();
  access = new TestAccess(installation);
});
afterAll(() => installation?.drop());

const recorded = {
  actor: { kind: "system", id: null, name: "sweep" },
  object: { kind: "principal", id: "-", name: "-" },
} as const;

/** Waits until somebody waits for a row that another transaction has changed. */
const untilSomebodyWaits = () =>
  vi.waitUntil(async () => (await sessionsWaiting(installation.owner)) > 0, { timeout: 20_000 });

it("never has the audit trail locked while it waits for a principal's status, which a sweep writes before the trail", async () => {
  const [grantsApp, rotatedApp] = [await access.application("has-a-grant"), await access.application("rotates")];
  const grant = await access.grant(grantsApp, consume("orders.a"));
  const principal = await access.principal(rotatedApp, "rotated-out");
  await installation.owner.$executeRaw`UPDATE grants SET expires_at = now() WHERE id = ${grant}::uuid`;
  await installation.owner.$executeRaw`UPDATE principals SET ends_at = now() WHERE id = ${principal}::uuid`;

  const { expiring } = await installation.owner.$transaction(async (sweep) => {
    await sweep.$executeRaw`UPDATE principal_status SET message = 'seen' WHERE principal_id = ${principal}::uuid`;
    const started = expireGrants(installation.database.worker);
    await untilSomebodyWaits();
    await appendAudit(sweep, [{ ...recorded, action: "principal.drifted" }]);
    return { expiring: started };
  });
  expect(await expiring).toBe(2);
  expect(await access.grantFacts(grant)).toMatchObject({ state: "ended" });
});
