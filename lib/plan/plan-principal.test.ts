import { expect, test } from "vitest";
import type { AclBinding } from "#lib/domain/acl-binding";
import { fingerprintOf } from "./fingerprint.ts";
import { planPrincipal, planQuota, planRevert } from "./plan-principal.ts";

const about = { cluster: "local", name: "orders.billing", observedAt: null };
const asked = { ...about, kind: "scram", quota: {}, replaced: null, unmanagedAcls: 0, grants: 0 } as const;

test("a principal is one row, and one for each limit", () => {
  const plan = planPrincipal({ ...asked, quota: { producerByteRate: 1_000, requestPercentage: 50 } });
  expect(plan.changes.map(({ field, from, to }) => [field, from, to])).toEqual([
    ["principal", null, "User:orders.billing (SCRAM-SHA-512)"],
    ["producerByteRate", null, 1_000],
    ["requestPercentage", null, 50],
  ]);
});

test("who takes over states until when the other works, and another date is another plan", () => {
  const until = (date: string) =>
    planPrincipal({ ...asked, replaced: { name: "orders.old", endsAt: null, until: date } });
  const plan = until("2026-12-01T00:00:00.000Z");
  expect(plan.changes[1]).toMatchObject({
    ...{ from: "User:orders.old: no end", to: "User:orders.old: 2026-12-01T00:00:00.000Z" },
  });
  expect(fingerprintOf(plan)).not.toBe(fingerprintOf(until("2026-12-02T00:00:00.000Z")));
});

test("what was only seen is an effect: it does not undo an approval", () => {
  const seen = planPrincipal({ ...asked, unmanagedAcls: 3, grants: 1, observedAt: "2026-11-21T09:00:00.000Z" });
  expect(seen.effects.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "User:orders.billing has 3 ACLs on the cluster that nobody granted.",
      "It gets what the application's 1 grant on local allow.",
    ]),
  );
  expect(fingerprintOf(seen)).toBe(fingerprintOf(planPrincipal(asked)));
});

test("of a quota only what differs is a row; a limit that goes says what that means", () => {
  const plan = planQuota({
    ...about,
    from: { producerByteRate: 10, consumerByteRate: 5 },
    to: { producerByteRate: 10 },
  });
  expect(plan.changes).toEqual([{ field: "consumerByteRate", from: 5, to: null, kind: "neutral" }]);
  expect(plan.effects).toHaveLength(1);
  expect(planQuota({ ...about, from: { producerByteRate: 10 }, to: { producerByteRate: 10 } }).changes).toEqual([]);
});

test("what is put back is listed line by line", () => {
  const binding: AclBinding = {
    principal: "User:orders.billing",
    resourceType: "TOPIC",
    resourceName: "orders.",
    patternType: "PREFIXED",
    operation: "READ",
    permissionType: "ALLOW",
    host: "*",
  };
  const quota = { observed: { producerByteRate: 1 }, desired: {} };
  expect(planRevert({ ...about, bindings: [binding], quota }).changes).toEqual([
    { field: "User:orders.billing TOPIC orders. (PREFIXED) READ", from: null, to: "ALLOW from *", kind: "additive" },
    { field: "producerByteRate", from: 1, to: null, kind: "neutral" },
  ]);
});
