import { expect, test } from "vitest";
import { fingerprintOf } from "./fingerprint.ts";
import { planTransfer, type TransferPlan } from "./plan-transfer.ts";

const transfer: TransferPlan = {
  cluster: "local",
  name: "orders.created.v1",
  from: "orders",
  to: "billing",
  topics: ["orders.created.v1", "orders.paid.v1"],
  subjects: ["orders.created.v1-value"],
  applications: ["orders-writer"],
  prefixes: ["orders."],
  users: [],
  covering: [],
};

test("a transfer is one row per thing, with both owners", () => {
  const { changes, effects, refusals } = planTransfer(transfer);
  expect(changes.map(({ field, from, to }) => `${field}: ${from} → ${to}`)).toEqual([
    "owner of topic orders.created.v1: orders → billing",
    "owner of topic orders.paid.v1: orders → billing",
    "owner of subject orders.created.v1-value: orders → billing",
    "owner of application orders-writer: orders → billing",
    "owner of prefix orders.: orders → billing",
  ]);
  expect([...effects, ...refusals]).toEqual([]);
});

test("whoever uses a topic stands at that topic", () => {
  const users = [
    { name: "Analytics", topics: ["orders.created.v1"] },
    { name: "Payments", topics: ["orders.created.v1", "orders.paid.v1"] },
  ];
  expect(planTransfer({ ...transfer, users }).effects).toEqual([
    { field: "owner of topic orders.created.v1", text: "Analytics and Payments keep their access and are told." },
    { field: "owner of topic orders.paid.v1", text: "Payments keeps its access and is told." },
  ]);
});

test("access by a prefix that stays is said", () => {
  const covering = [{ prefix: "orders.", topics: 2 }];
  expect(planTransfer({ ...transfer, covering }).effects).toEqual([
    { field: "access", text: "Access to all of orders. stays orders's to give, and covers 2 of the topics." },
  ]);
});

test("an approval is of these things and this team, whoever uses them", () => {
  const print = (more: Partial<TransferPlan>) => fingerprintOf(planTransfer({ ...transfer, ...more }));
  expect(print({ users: [{ name: "Analytics", topics: ["orders.paid.v1"] }] })).toBe(print({}));
  expect(print({ to: "payments" })).not.toBe(print({}));
  expect(print({ topics: ["orders.created.v1"] })).not.toBe(print({}));
});
