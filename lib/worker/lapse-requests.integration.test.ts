import { afterAll, beforeAll, expect, it } from "vitest";
import { lapseRequests } from "./lapse-requests.ts";
import { TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());

it("ends what nobody decided for 30 days, gives the name back, tells and records it, once, also when many look at once", async () => {
  await installation.submit("orders.young.v1", 29);
  for (let index = 0; index < 201; index += 1) await installation.submit(`orders.old-${index}.v1`, 31);
  const lapsed = await Promise.all([1, 2, 3].map(() => lapseRequests(installation.database.worker)));
  expect(lapsed.reduce((sum, one) => sum + one, 0) + (await lapseRequests(installation.database.worker))).toBe(201);

  const states = await installation.owner.$queryRaw<
    unknown[]
  >`SELECT state, count(*)::int AS count FROM requests GROUP BY state ORDER BY state`;
  expect(states).toEqual([
    { state: "lapsed", count: 201 },
    { state: "submitted", count: 1 },
  ]);
  const names = await installation.owner.$queryRaw<unknown[]>`SELECT name FROM name_reservations`;
  expect(names).toEqual([{ name: "orders.young.v1" }]);
  expect(await installation.trail("orders.old-0.v1")).toEqual(["request.lapsed"]);
  const [told] = await installation.owner.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM outbox_events WHERE kind = 'request-decided' AND data ->> 'state' = 'lapsed'`;
  expect(told).toEqual({ count: 201 });
  expect(await installation.verifyTrail()).toMatchObject({ ok: true });
});

it("makes what waited for a lapsed request stale, and what waited for that", async () => {
  const [asked, dependent, further] = ["orders.asked.v1", "orders.dependent.v1", "orders.further.v1"] as const;
  await installation.submit(asked, 31);
  await installation.submit(dependent, 1);
  await installation.submit(further, 1);
  await installation.owner.$executeRaw`
    UPDATE requests r SET depends_on = o.id FROM requests o
    WHERE (r.object_name, o.object_name) IN ((${dependent}, ${asked}), (${further}, ${dependent}))`;
  expect(await lapseRequests(installation.database.worker)).toBe(1);

  const ended = await installation.owner.$queryRaw<{ name: string; state: string }[]>`
    SELECT object_name AS name, state FROM requests WHERE object_name IN (${asked}, ${dependent}, ${further}) ORDER BY id`;
  expect(ended.map(({ state }) => state)).toEqual(["lapsed", "stale", "stale"]);
  expect(await installation.trail(further)).toEqual(["request.stale"]);
  expect(await installation.verifyTrail()).toMatchObject({ ok: true });
});
