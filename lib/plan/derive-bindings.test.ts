import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindingKey, bindingLabel } from "#lib/domain/acl-binding";
import { bindingsOf, GrantTerms } from "#lib/domain/grant";
import { deriveBindings } from "./derive-bindings.ts";

const PRINCIPAL = "User:orders.billing";
const keysOf = (grants: readonly GrantTerms[]) => new Set(deriveBindings(grants, PRINCIPAL).map(bindingKey));

const name = fc.constantFrom("orders.a", "orders.b", "orders.", "billing.g", "billing.");
const patternType = fc.constantFrom("LITERAL" as const, "PREFIXED" as const);
const pattern = fc.record({ name, patternType });
const host = fc.constantFrom("*", "10.0.0.1");
const consume = fc.record({
  operation: fc.constant("consume" as const),
  patternType,
  resourceName: name,
  consumerGroup: pattern,
  transactionalId: fc.constant(null),
  host,
});
const produce = fc.record({
  operation: fc.constant("produce" as const),
  patternType,
  resourceName: name,
  consumerGroup: fc.constant(null),
  transactionalId: fc.option(pattern),
  host,
});
const grants = fc.array(fc.oneof(consume, produce), { maxLength: 12 });

describe("the bindings of a principal", () => {
  test("are in words what the grants need", () => {
    const terms = GrantTerms.parse({
      operation: "consume",
      patternType: "LITERAL",
      resourceName: "orders.order-placed.v1",
      consumerGroup: { name: "billing.", patternType: "PREFIXED" },
      transactionalId: null,
      host: "*",
    });
    expect(deriveBindings([terms], PRINCIPAL).map(bindingLabel).sort()).toEqual([
      "GROUP billing. (PREFIXED) READ",
      "TOPIC orders.order-placed.v1 DESCRIBE",
      "TOPIC orders.order-placed.v1 READ",
    ]);
  });

  test("do not depend on the order of the grants", () => {
    const shuffled = grants.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, others]) => {
        expect(deriveBindings(others, PRINCIPAL)).toEqual(deriveBindings(some, PRINCIPAL));
      }),
    );
  });

  test("do not change when a grant is there twice", () => {
    fc.assert(
      fc.property(grants, (some) => {
        expect(deriveBindings([...some, ...some], PRINCIPAL)).toEqual(deriveBindings(some, PRINCIPAL));
      }),
    );
  });

  test("are enough for each grant, and each is there because some grant needs it, once", () => {
    fc.assert(
      fc.property(grants, (some) => {
        const derived = deriveBindings(some, PRINCIPAL).map(bindingKey);
        const needed = new Set(some.flatMap((terms) => bindingsOf(terms, PRINCIPAL).map(bindingKey)));
        expect(new Set(derived)).toEqual(needed);
        expect(derived).toHaveLength(needed.size);
      }),
    );
  });

  test("keep what other grants need when one ends", () => {
    const ending = grants.filter(({ length }) => length > 0).chain((some) => fc.tuple(fc.constant(some), fc.nat()));
    fc.assert(
      fc.property(ending, ([some, at]) => {
        const left = some.toSpliced(at % some.length, 1);
        const after = keysOf(left);
        for (const terms of left)
          for (const binding of bindingsOf(terms, PRINCIPAL)) expect(after).toContain(bindingKey(binding));
      }),
    );
  });

  test("allow nothing but what a grant may: no DENY, no `*`, no ALTER, no Cluster", () => {
    fc.assert(
      fc.property(grants, (some) => {
        for (const binding of deriveBindings(some, PRINCIPAL)) {
          expect(binding).toMatchObject({ permissionType: "ALLOW", principal: PRINCIPAL });
          expect(["READ", "WRITE", "DESCRIBE"]).toContain(binding.operation);
          expect(["TOPIC", "GROUP", "TRANSACTIONAL_ID"]).toContain(binding.resourceType);
          expect(binding.resourceName).not.toBe("*");
        }
      }),
    );
  });
});
