import type { PolicyScope } from "#lib/domain/policy";
import { listed } from "./rule-in-words.ts";

type Dimension = keyof PolicyScope;

const NOUNS: { readonly [D in Dimension]: { one: string; many: string } } = {
  tier: { one: "tier", many: "tiers" },
  cluster: { one: "cluster", many: "clusters" },
  team: { one: "team", many: "teams" },
  name: { one: "names like", many: "names like" },
};

/** Where a rule applies: `tier production, except cluster local`; `everywhere` without limits. */
export function scopeInWords(scope: PolicyScope): string {
  const dimensions = Object.keys(NOUNS) as Dimension[];
  const only = dimensions.flatMap((dimension) => stated(dimension, scope[dimension]?.only));
  const except = dimensions.flatMap((dimension) => stated(dimension, scope[dimension]?.except));

  const place = only.length === 0 ? "everywhere" : only.join(", ");
  return except.length === 0 ? place : `${place}, except ${except.join(" and ")}`;
}

function stated(dimension: Dimension, values: readonly string[] | undefined): string[] {
  if (!values) return [];
  const { one, many } = NOUNS[dimension];
  return [`${values.length === 1 ? one : many} ${values.length === 0 ? "none" : listed(values, "or")}`];
}
