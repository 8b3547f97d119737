import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COMPATIBILITY_LEVELS, type CompatibilityLevel } from "#lib/domain/compatibility";
import { type Policy, PolicyRule, Violation } from "#lib/domain/policy";
import type { SchemaField } from "#lib/domain/schema";
import { describeSchemaLimits, evaluateSchema, type SchemaProposal } from "./schema.ts";

type Limits = Omit<Extract<PolicyRule, { kind: "schema" }>, "kind" | "docs"> & { docs?: "none" | "every-field" };

function policy(limits: Limits, more: Partial<Policy> = {}): Policy {
  const frame = { id: "3f6b1c1e-0000-4000-8000-000000000001", slug: "schema-rule", revision: 1 };
  const rule = PolicyRule.parse({ kind: "schema", ...limits });
  return { ...frame, rule, scope: { tier: { only: ["production"] } }, enforcement: "deny", message: "", ...more };
}

const field = (path: string, doc = "What it is."): SchemaField => ({
  ...{ path, doc, type: "string", required: true, default: null, tags: [] },
});

function proposal(more: Partial<SchemaProposal> = {}): SchemaProposal {
  return {
    cluster: { slug: "local", tier: "production" },
    team: { slug: "orders" },
    name: "orders.placed.v1-value",
    strategy: "TopicNameStrategy",
    compatibility: "BACKWARD",
    schema: { schemaType: "AVRO", fields: [field("id")] },
    ...more,
  };
}

const judge = (limits: Limits, more: Partial<SchemaProposal> = {}) => evaluateSchema([policy(limits)], proposal(more));
const withFields = (...fields: SchemaField[]) => ({ schema: { schemaType: "AVRO" as const, fields } });

describe("evaluateSchema", () => {
  it.each<[string, Limits, Partial<SchemaProposal>, object]>([
    [
      "a type that is not used",
      { types: ["PROTOBUF", "JSON"] },
      {},
      {
        path: "schemaType",
        actual: "AVRO",
        limit: "one of Protobuf or JSON Schema",
        message: "Avro is not used on production; allowed is Protobuf or JSON Schema.",
        suggestion: "PROTOBUF",
      },
    ],
    [
      "a strategy that is not used",
      { strategies: ["TopicNameStrategy"] },
      { strategy: "RecordNameStrategy" },
      {
        path: "strategy",
        actual: "RecordNameStrategy",
        limit: "TopicNameStrategy",
        message: "RecordNameStrategy is not used on production; allowed is TopicNameStrategy.",
        suggestion: "TopicNameStrategy",
      },
    ],
    [
      "a level that promises less",
      { lowestCompatibility: "BACKWARD" },
      { compatibility: "NONE" },
      {
        path: "compatibility",
        actual: "NONE",
        limit: "at least BACKWARD",
        message: "compatibility NONE is not allowed on production; it has to promise at least what BACKWARD does.",
        suggestion: "BACKWARD",
      },
    ],
    [
      "a level that promises something else",
      { lowestCompatibility: "BACKWARD" },
      { compatibility: "FORWARD_TRANSITIVE" },
      { path: "compatibility", suggestion: "BACKWARD" },
    ],
    [
      "one field without documentation",
      { docs: "every-field" },
      withFields(field("id"), field("lines[].price", "  ")),
      {
        path: "schema",
        actual: "1 without",
        limit: "documentation on every field",
        message: "every field needs documentation on production; lines[].price has none.",
        suggestion: null,
      },
    ],
    [
      "many fields without documentation, five of them by name",
      { docs: "every-field" },
      withFields(...["a", "b", "c", "d", "e", "f", "g"].map((path) => field(path, ""))),
      { message: "every field needs documentation on production; a, b, c, d, e and 2 more have none." },
    ],
    [
      "fields named otherwise, judged by their own name",
      { fieldName: { pattern: "[a-z_]+", describe: "lower case with underscores" } },
      withFields(field("order_lines[].unitPrice"), field("labels{}"), field("Total")),
      {
        path: "schema",
        actual: "order_lines[].unitPrice",
        limit: "lower case with underscores",
        message: "field names are lower case with underscores on production; order_lines[].unitPrice, Total are not.",
      },
    ],
  ])("refuses %s", (_, limits, more, expected) => {
    const violations = judge(limits, more);
    expect(violations).toEqual([expect.objectContaining({ kind: "schema", enforcement: "deny", ...expected })]);
    for (const violation of violations) expect(Violation.parse(violation)).toEqual(violation);
  });

  it.each<[string, Limits, Partial<SchemaProposal>]>([
    ["without limits", {}, { compatibility: "NONE", strategy: "RecordNameStrategy" }],
    ["a level that promises more", { lowestCompatibility: "BACKWARD" }, { compatibility: "FULL_TRANSITIVE" }],
    ["documented fields", { docs: "every-field" }, {}],
    ["a schema without fields", { docs: "every-field" }, withFields()],
    ["where only the level is asked for", { types: ["JSON"], docs: "every-field" }, { schema: null }],
  ])("lets pass %s", (_, limits, more) => expect(judge(limits, more)).toEqual([]));

  it("judges by rules in scope only, in their order, and adds the platform's own words", () => {
    const strict = policy({ lowestCompatibility: "FULL" }, { slug: "strict", message: "Ask the platform team." });
    const elsewhere = policy({ types: [] }, { scope: { tier: { only: ["test"] } } });
    const others = policy({ types: [] }, { scope: { name: { only: ["payments[.].*"] } } });
    const everywhere = policy({ types: ["JSON"] }, { slug: "types", scope: {}, enforcement: "warn" });
    expect(evaluateSchema([strict, elsewhere, others, everywhere], proposal())).toMatchObject([
      { policySlug: "strict", message: expect.stringMatching(/FULL does\. Ask the platform team\.$/) },
      { policySlug: "types", enforcement: "warn", message: "Avro is not used here; allowed is JSON Schema." },
    ]);
  });

  it("suggests what every rule lets pass, not only the broken one", () => {
    const backward = policy({ lowestCompatibility: "BACKWARD", types: ["JSON", "PROTOBUF"] });
    const forward = policy({ lowestCompatibility: "FORWARD", types: ["PROTOBUF"], strategies: ["RecordNameStrategy"] });
    const found = evaluateSchema([backward, forward], proposal({ compatibility: "NONE" }));
    expect(found.map(({ path, suggestion }) => [path, suggestion])).toEqual([
      ["schemaType", "PROTOBUF"],
      ["compatibility", "FULL"],
      ["schemaType", "PROTOBUF"],
      ["strategy", "RecordNameStrategy"],
      ["compatibility", "FULL"],
    ]);
  });

  it("suggests nothing where rules leave nothing", () => {
    expect(judge({ types: [], strategies: [] })).toMatchObject([
      { message: "Avro is not used on production; allowed is nothing.", limit: "none", suggestion: null },
      { message: "TopicNameStrategy is not used on production; allowed is nothing.", suggestion: null },
    ]);
  });

  it("lets a suggested level pass, whatever the rules", () => {
    const level = fc.constantFrom<CompatibilityLevel>(...COMPATIBILITY_LEVELS);
    fc.assert(
      fc.property(fc.array(level, { maxLength: 4 }), level, (lowest, compatibility) => {
        const policies = lowest.map((lowestCompatibility) => policy({ lowestCompatibility }));
        const [first] = evaluateSchema(policies, proposal({ compatibility }));
        if (!first) return;
        const repaired = proposal({ compatibility: first.suggestion as CompatibilityLevel });
        expect(evaluateSchema(policies, repaired)).toEqual([]);
      }),
    );
  });
});

describe("describeSchemaLimits", () => {
  const place = { cluster: { slug: "local", tier: "production" as const }, team: { slug: "orders" }, name: null };

  it("says each limit once, of the rules that refuse", () => {
    const fieldName = { pattern: "[a-z]+", describe: "lower case" };
    const limits: Limits = {
      types: ["AVRO"],
      strategies: ["TopicNameStrategy"],
      lowestCompatibility: "FULL",
      docs: "every-field",
      fieldName,
    };
    const warned = policy({ types: ["JSON"] }, { enforcement: "warn" });
    expect(describeSchemaLimits([policy(limits), policy(limits), warned], place)).toEqual([
      "Schemas are Avro.",
      "Subjects are named by TopicNameStrategy.",
      "Compatibility is at least FULL.",
      "Every field has documentation.",
      "Field names are lower case.",
    ]);
  });
});
