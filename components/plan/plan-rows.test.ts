import { describe, expect, test } from "vitest";
import type { Plan } from "#lib/domain/plan";
import { planRows } from "./plan-rows.ts";

const plan = (rest: Partial<Plan>): Plan => ({
  object: { kind: "topic", cluster: "local", name: "orders.order-placed.v1" },
  topicId: "r8l2yQ",
  basedOn: "2026-11-21T09:00:00.000Z",
  changes: [],
  refusals: [],
  effects: [],
  ...rest,
});

test("what destroys stands first, then what cannot be undone, then the rest in the plan's order", () => {
  const { rows } = planRows(
    plan({
      changes: [
        { field: "max.message.bytes", from: "1048588", to: "2097164", kind: "neutral" },
        { field: "partitions", from: 6, to: 12, kind: "irreversible" },
        { field: "compression.type", from: null, to: "zstd", kind: "additive" },
        { field: "retention.ms", from: "2592000000", to: "604800000", kind: "destructive" },
      ],
    }),
  );

  expect(rows.map(({ field }) => field)).toEqual([
    "retention.ms",
    "partitions",
    "max.message.bytes",
    "compression.type",
  ]);
});

test("a duration reads both ways", () => {
  const { rows } = planRows(
    plan({ changes: [{ field: "retention.ms", from: "2592000000", to: "604800000", kind: "destructive" }] }),
  );

  expect(rows[0]).toMatchObject({ from: "30 d", to: "7 d", exact: "2592000000 → 604800000" });
});

test("an expected rate reads as a rate", () => {
  const { rows } = planRows(
    plan({ changes: [{ field: "expectedBytesPerSecond", from: null, to: 5_000, kind: "additive" }] }),
  );

  expect(rows[0]).toMatchObject({ label: "expected rate", to: "5 kB/s", exact: "5000" });
});

test("a number that reads as it is has no second form", () => {
  const { rows } = planRows(plan({ changes: [{ field: "partitions", from: 6, to: 12, kind: "irreversible" }] }));

  expect(rows[0]).toMatchObject({ from: "6", to: "12", exact: null });
});

test("effects stand below their own change, and none is lost", () => {
  const { rows, otherEffects } = planRows(
    plan({
      changes: [{ field: "partitions", from: 6, to: 12, kind: "irreversible" }],
      effects: [
        { field: "partitions", text: "Keys move to other partitions." },
        { field: "topic", text: "Stores about 38 GiB." },
      ],
    }),
  );

  expect(rows[0]?.effects).toEqual(["Keys move to other partitions."]);
  expect(otherEffects).toEqual(["Stores about 38 GiB."]);
});

test("a setting that goes back to the cluster's default says what that is, and a new topic has no before", () => {
  const changes: Plan["changes"] = [{ field: "retention.ms", from: "604800000", to: null, kind: "destructive" }];
  const unset = planRows(plan({ changes, defaults: { "retention.ms": "86400000" } }));
  const untold = planRows(plan({ changes }));
  const create = planRows(
    plan({
      topicId: null,
      changes: [
        { field: "topic", from: null, to: "orders.order-placed.v1", kind: "additive" },
        { field: "retention.ms", from: null, to: "604800000", kind: "additive" },
      ],
    }),
  );

  expect(unset.rows[0]).toMatchObject({ from: "7 d", to: "cluster default: 1 d", exact: "604800000" });
  expect(untold.rows[0]).toMatchObject({ from: "7 d", to: "cluster default" });
  expect(create.rows.map(({ label, from, to, exact }) => [label, from, to, exact])).toEqual([
    ["create topic", null, "orders.order-placed.v1", null],
    ["retention.ms", null, "7 d", "604800000"],
  ]);
});

test("a deletion names what goes", () => {
  const { rows } = planRows(
    plan({ changes: [{ field: "topic", from: "orders.order-placed.v1", to: null, kind: "destructive" }] }),
  );

  expect(rows[0]).toMatchObject({ label: "delete topic", from: "orders.order-placed.v1", to: null });
});

describe("a plan of access", () => {
  const object = { kind: "access" as const, cluster: "local", name: "orders.order-placed.v1" };
  const line = "User:analytics.reports TOPIC orders.order-placed.v1 READ";

  test("has its lines as they stand, and nothing where there was none", () => {
    const changes = [{ field: line, from: null, to: "ALLOW from *", kind: "additive" as const }];
    const { rows } = planRows({ object, topicId: null, basedOn: null, changes, refusals: [], effects: [] });
    expect(rows).toEqual([
      { field: line, label: line, kind: "additive", from: null, to: "ALLOW from *", exact: null, effects: [] },
    ]);
  });

  test("takes a line away to nothing, not to a default", () => {
    const changes = [{ field: line, from: "ALLOW from *", to: null, kind: "destructive" as const }];
    const { rows } = planRows({ object, topicId: null, basedOn: null, changes, refusals: [], effects: [] });
    expect(rows[0]).toMatchObject({ from: "ALLOW from *", to: null });
  });

  test("says dates in UTC", () => {
    const from = "2027-02-01T23:59:59Z";
    const changes = [{ field: "expiresAt", from, to: "2027-05-01T23:59:59Z", kind: "neutral" as const }];
    const { rows } = planRows({ object, topicId: null, basedOn: null, changes, refusals: [], effects: [] });
    expect(rows[0]).toMatchObject({ label: "ends", from: "1 Feb 2027 23:59:59 UTC", exact: null });
  });
});

describe("a plan of a subject", () => {
  const object = { kind: "subject" as const, cluster: "local", name: "orders.created.v1-value" };
  const rowsOf = (changes: Plan["changes"]) => planRows(plan({ object, topicId: null, changes })).rows;

  test("has fields, levels and versions as they are, with nothing where there was none", () => {
    const rows = rowsOf([
      { field: "compatibility", from: "BACKWARD", to: "FULL", kind: "neutral" },
      { field: "field retention.ms", from: null, to: "604800000", kind: "additive" },
      { field: "version 3", from: "id 17", to: null, kind: "destructive" },
    ]);

    expect(rows.map(({ label, from, to, exact }) => [label, from, to, exact])).toEqual([
      ["version 3", "id 17", null, null],
      ["compatibility", "BACKWARD", "FULL", null],
      ["field retention.ms", null, "604800000", null],
    ]);
  });

  test("shows the beginning of a schema's hash", () => {
    const rows = rowsOf([
      { field: "schema", from: null, to: `Avro (${"0123456789ab".padEnd(64, "c")})`, kind: "additive" },
    ]);
    expect(rows).toMatchObject([{ to: "Avro (0123456789ab…)", exact: null }]);
  });

  test("names the subject that is made or deleted", () => {
    expect(rowsOf([{ field: "subject", from: null, to: "AVRO", kind: "additive" }])).toMatchObject([
      { label: "create subject", from: null, to: object.name },
    ]);
    expect(rowsOf([{ field: "subject", from: object.name, to: null, kind: "destructive" }])).toMatchObject([
      { label: "delete subject", from: object.name, to: null },
    ]);
  });
});
