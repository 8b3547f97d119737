import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OwnerCandidate } from "#lib/domain/owner-candidate";
import type { OwnershipFacts, TopicBinding } from "#lib/domain/ownership-facts";
import { ownerInference } from "./infer-owner.ts";

const NOTHING: OwnershipFacts = {
  teams: ["orders", "billing", "search"],
  prefixes: [],
  applications: [],
  bindings: [],
  groups: [],
  topics: [],
};
const infer = (facts: Partial<OwnershipFacts>, topic: string) => ownerInference({ ...NOTHING, ...facts })(topic);
const brief = (candidates: OwnerCandidate[]) =>
  candidates.map(({ team, confidence, evidence }) => [team, confidence, ...evidence.map(({ kind }) => kind)]);
const writes = (principal: string, team: string | null, resourceName: string, more: Partial<TopicBinding> = {}) => ({
  ...{ principal, team, resourceName, access: "write" as const, patternType: "LITERAL" as const },
  ...more,
});

describe("what speaks for an owner", () => {
  it("is certain where the name is the team's by right", () => {
    const prefixes = [{ prefix: "legacy.", team: "billing" }];
    expect(brief(infer({ prefixes }, "legacy.invoices"))).toEqual([["billing", "certain", "prefix"]]);
    expect(infer({ prefixes }, "legacy.")).toEqual([]);
    expect(infer({ prefixes }, "legacyinvoices")).toEqual([]);
  });

  it("is likely where a team's application alone may write it, by its name or by what it begins with", () => {
    const bindings = [writes("User:app-7", "billing", "invoices"), writes("User:app-8", null, "invoices")];
    expect(brief(infer({ bindings }, "invoices"))).toEqual([["billing", "likely", "writer"]]);
    const prefixed = [writes("User:app-7", "billing", "inv", { patternType: "PREFIXED" })];
    expect(infer({ bindings: prefixed }, "invoices")).toEqual([
      {
        team: "billing",
        confidence: "likely",
        evidence: [
          { kind: "writer", text: "User:app-7, of the team’s application, may write all that begins with “inv”." },
        ],
      },
    ]);
  });

  it("is weak where several teams may write it, where only a name is alike, and where a team reads", () => {
    const several = [writes("User:a", "billing", "events"), writes("User:b", "search", "events")];
    expect(brief(infer({ bindings: several }, "events"))).toEqual([
      ["billing", "weak", "writer"],
      ["search", "weak", "writer"],
    ]);
    expect(brief(infer({ bindings: [writes("User:search-indexer", null, "events")] }, "events"))).toEqual([
      ["search", "weak", "writer"],
    ]);
    const reads = [writes("User:a", "billing", "events", { access: "read" })];
    expect(brief(infer({ bindings: reads }, "events"))).toEqual([["billing", "weak", "reader"]]);
    const groups = [{ group: "reports-2", topic: "events", team: null }];
    const applications = [{ slug: "reports", team: "billing" }];
    expect(brief(infer({ groups, applications, bindings: reads }, "events"))).toEqual([
      ["billing", "weak", "reader", "group"],
    ]);
  });

  it("is likely where two signs agree that do not follow from each other", () => {
    const groups = [{ group: "orders.copy", topic: "orders-events", team: null }];
    expect(brief(infer({ groups }, "orders-events"))).toEqual([["orders", "likely", "name", "group"]]);
  });

  it("follows the longest common segments of names", () => {
    const topics = [
      { name: "shop.orders.created", team: "orders" },
      { name: "shop.bills.sent", team: "billing" },
    ];
    expect(brief(infer({ topics }, "shop.orders.deleted.v2"))).toEqual([["orders", "likely", "name"]]);
    expect(brief(infer({ topics }, "shop.carts"))).toEqual([
      ["billing", "weak", "name"],
      ["orders", "weak", "name"],
    ]);
    expect(infer({ topics }, "shopping.carts")).toEqual([]);
  });

  it("is nothing where an ACL names all topics", () => {
    expect(infer({ bindings: [writes("User:a", "billing", "*")] }, "events")).toEqual([]);
  });
});

const team = fc.constantFrom("orders", "billing", "search");
const word = fc.constantFrom("orders", "bills", "index", "v1", "raw");
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("."));
const someFacts: fc.Arbitrary<OwnershipFacts> = fc.record({
  teams: fc.constant(["orders", "billing", "search"]),
  prefixes: fc.uniqueArray(fc.record({ prefix: word.map((one) => `${one}.`), team }), { selector: (p) => p.prefix }),
  applications: fc.uniqueArray(fc.record({ slug: word, team }), { selector: (a) => a.slug }),
  bindings: fc.array(
    fc.record({
      principal: word.map((one) => `User:${one}-app`),
      team: fc.option(team),
      access: fc.constantFrom("write" as const, "read" as const),
      patternType: fc.constantFrom("LITERAL" as const, "PREFIXED" as const),
      resourceName: name,
    }),
    { maxLength: 8 },
  ),
  groups: fc.array(fc.record({ group: name, topic: name, team: fc.option(team) }), { maxLength: 8 }),
  topics: fc.array(fc.record({ name, team }), { maxLength: 8 }),
});

describe("for whatever is known", () => {
  it("the order of what is known does not matter", () => {
    fc.assert(
      fc.property(someFacts, name, (facts, topic) => {
        const turned: OwnershipFacts = {
          ...facts,
          prefixes: facts.prefixes.toReversed(),
          bindings: facts.bindings.toReversed(),
          groups: facts.groups.toReversed(),
          topics: facts.topics.toReversed(),
        };
        expect(ownerInference(turned)(topic)).toEqual(ownerInference(facts)(topic));
      }),
    );
  });

  it("every candidate is a team once, with evidence, the surest first", () => {
    fc.assert(
      fc.property(someFacts, name, (facts, topic) => {
        const found = ownerInference(facts)(topic);
        const order = found.map(({ confidence }) => ["certain", "likely", "weak"].indexOf(confidence));
        expect(order).toEqual(order.toSorted());
        expect(new Set(found.map((one) => one.team)).size).toBe(found.length);
        for (const candidate of found) {
          expect(facts.teams).toContain(candidate.team);
          expect(candidate.evidence.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it("it is certain exactly where a prefix is a team's", () => {
    fc.assert(
      fc.property(someFacts, name, (facts, topic) => {
        const owners = facts.prefixes.filter(({ prefix }) => topic.startsWith(prefix) && topic !== prefix);
        const certain = ownerInference(facts)(topic).filter(({ confidence }) => confidence === "certain");
        expect(certain.map((one) => one.team).toSorted()).toEqual([...new Set(owners.map((o) => o.team))].toSorted());
      }),
    );
  });
});
