import type { Cluster } from "#lib/domain/cluster";
import { COMPATIBILITY_LEVELS, type CompatibilityLevel, promisesAtLeast } from "#lib/domain/compatibility";
import type { Policy, Violation } from "#lib/domain/policy";
import { SCHEMA_TYPE_NAMES, type SchemaField, type SchemaType } from "#lib/domain/schema";
import type { SubjectStrategy } from "#lib/domain/subject-name";
import type { Finding, RuleOf } from "./evaluator.ts";
import { matchesWhole } from "./pattern.ts";
import { inScope, type Place, placeOf } from "./scope.ts";
import { violationOf } from "./violation.ts";

/** A subject as somebody wants it. Rules are scoped by its owner and its name. */
export type SchemaProposal = {
  cluster: Pick<Cluster, "slug" | "tier">;
  team: { slug: string };
  /** The subject's name. */
  name: string;
  strategy: SubjectStrategy;
  compatibility: CompatibilityLevel;
  /** Null where only the level is asked for. */
  schema: { schemaType: SchemaType; fields: readonly SchemaField[] } | null;
};

/** Fields named in one message; the rest is counted. */
const NAMED = 5;

/**
 * Judges a subject by every rule in its scope. Pure; returns every violation, in the order of the policies. Paths are `schemaType`, `strategy`,
 * `compatibility` and `schema`; what is suggested is what all rules let pass, of levels the one that promises least.
 */
export function evaluateSchema(policies: readonly Policy[], proposal: SchemaProposal): Violation[] {
  const inForce = policies.flatMap((policy) =>
    policy.rule.kind === "schema" && inScope(policy.scope, proposal) ? [{ policy, rule: policy.rule }] : [],
  );
  const rules = inForce.map(({ rule }) => rule);
  return inForce.flatMap(({ policy, rule }) => {
    const around = { rules, place: placeOf(policy.scope, proposal.cluster) };
    return findings(rule, proposal, around).map((finding) => violationOf(policy, finding, finding.suggestion));
  });
}

/** What a rule holds beside, and where. */
type Around = { rules: readonly RuleOf<"schema">[]; place: Place };

function findings(rule: RuleOf<"schema">, proposal: SchemaProposal, around: Around): Finding[] {
  return [
    ...types(rule, proposal, around),
    ...strategies(rule, proposal, around),
    ...level(rule, proposal, around),
    ...documentation(rule, proposal, around),
    ...naming(rule, proposal, around),
  ];
}

function types({ types: allowed }: RuleOf<"schema">, { schema }: SchemaProposal, { rules, place }: Around): Finding[] {
  if (!allowed || !schema || allowed.includes(schema.schemaType)) return [];
  const names = allowed.map((type) => SCHEMA_TYPE_NAMES[type]).join(" or ");
  const message = `${SCHEMA_TYPE_NAMES[schema.schemaType]} is not used ${place.at}; allowed is ${names || "nothing"}.`;
  const limit = names === "" ? "none" : `one of ${names}`;
  const suggestion = allowed.find((type) => rules.every((other) => other.types?.includes(type) ?? true)) ?? null;
  return [{ path: "schemaType", actual: schema.schemaType, limit, message, suggestion }];
}

function strategies(
  { strategies: allowed }: RuleOf<"schema">,
  { strategy }: SchemaProposal,
  { rules, place }: Around,
): Finding[] {
  if (!allowed || allowed.includes(strategy)) return [];
  const names = allowed.join(" or ");
  const message = `${strategy} is not used ${place.at}; allowed is ${names || "nothing"}.`;
  const suggestion = allowed.find((one) => rules.every((other) => other.strategies?.includes(one) ?? true)) ?? null;
  return [{ path: "strategy", actual: strategy, limit: names || "none", message, suggestion }];
}

/** Each after those that promise less. */
const LEAST_FIRST = [...COMPATIBILITY_LEVELS].sort((one, other) => promises(one) - promises(other));

function promises(level: CompatibilityLevel): number {
  return COMPATIBILITY_LEVELS.filter((other) => promisesAtLeast(level, other)).length;
}

function level(rule: RuleOf<"schema">, { compatibility }: SchemaProposal, { rules, place }: Around): Finding[] {
  const { lowestCompatibility: lowest } = rule;
  if (lowest === undefined || promisesAtLeast(compatibility, lowest)) return [];
  const message = `compatibility ${compatibility} is not allowed ${place.at}; it has to promise at least what ${lowest} does.`;
  const enough = (one: CompatibilityLevel) =>
    rules.every((other) => other.lowestCompatibility === undefined || promisesAtLeast(one, other.lowestCompatibility));
  const suggestion = LEAST_FIRST.find(enough) ?? null;
  return [{ path: "compatibility", actual: compatibility, limit: `at least ${lowest}`, message, suggestion }];
}

function documentation({ docs }: RuleOf<"schema">, { schema }: SchemaProposal, { place }: Around): Finding[] {
  if (docs !== "every-field" || !schema) return [];
  const silent = schema.fields.filter(({ doc }) => doc.trim() === "").map(({ path }) => path);
  if (silent.length === 0) return [];
  const message = `every field needs documentation ${place.at}; ${listed(silent)} ${silent.length === 1 ? "has" : "have"} none.`;
  const actual = `${silent.length} without`;
  return [{ path: "schema", actual, limit: "documentation on every field", message, suggestion: null }];
}

function naming({ fieldName }: RuleOf<"schema">, { schema }: SchemaProposal, { place }: Around): Finding[] {
  if (!fieldName || !schema) return [];
  const strange = schema.fields
    .map(({ path }) => path)
    .filter((path) => !matchesWhole(fieldName.pattern, lastName(path)));
  if (strange.length === 0) return [];
  const message = `field names are ${fieldName.describe} ${place.at}; ${listed(strange)} ${strange.length === 1 ? "is" : "are"} not.`;
  return [{ path: "schema", actual: strange[0] ?? null, limit: fieldName.describe, message, suggestion: null }];
}

/** The field's own name at the end of its path, without the marks of lists and maps. */
function lastName(path: string): string {
  return (path.split(".").at(-1) ?? path).replaceAll(/(?:\[\]|\{\})+$/g, "");
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, NAMED).join(", ");
  return names.length > NAMED ? `${first} and ${names.length - NAMED} more` : first;
}

/** What the rules that refuse say of subjects, in sentences, ready to be shown before anything is typed. */
export function describeSchemaLimits(
  policies: readonly Policy[],
  subject: { cluster: Pick<Cluster, "slug" | "tier">; team: { slug: string }; name: string | null },
): string[] {
  const sentences = policies.flatMap(({ rule, scope, enforcement }) =>
    rule.kind === "schema" && enforcement === "deny" && inScope(scope, subject) ? sentencesOf(rule) : [],
  );
  return [...new Set(sentences)];
}

function sentencesOf({ types: allowed, strategies: named, lowestCompatibility, docs, fieldName }: RuleOf<"schema">) {
  return [
    ...(allowed ? [`Schemas are ${allowed.map((type) => SCHEMA_TYPE_NAMES[type]).join(" or ")}.`] : []),
    ...(named ? [`Subjects are named by ${named.join(" or ")}.`] : []),
    ...(lowestCompatibility ? [`Compatibility is at least ${lowestCompatibility}.`] : []),
    ...(docs === "every-field" ? ["Every field has documentation."] : []),
    ...(fieldName ? [`Field names are ${fieldName.describe}.`] : []),
  ];
}
