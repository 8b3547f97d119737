import type { Cluster } from "#lib/domain/cluster";
import type { PolicyKind, PolicyRule, Violation } from "#lib/domain/policy";
import type { TeamUsage } from "#lib/domain/team-usage";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicMetadata, TopicSpec } from "#lib/domain/topic-spec";
import type { Place } from "./scope.ts";

/** A topic as somebody wants it, with what rules look at beside it. */
export type Proposal = {
  cluster: Pick<Cluster, "slug" | "tier">;
  /** `prefixes` with the separator that ends them. */
  team: { slug: string; prefixes: readonly string[] };
  name: string;
  spec: TopicSpec;
  metadata: TopicMetadata;
  /** What keys mean on the cluster that are not set. */
  defaults: TopicDefaults;
  /** Null when it is not known: budgets are not judged. */
  usage: TeamUsage | null;
};

/** A broken rule before it is known whose: what an evaluator returns. */
export type Finding = Pick<Violation, "path" | "actual" | "limit" | "message" | "suggestion">;

export type RuleOf<Kind extends PolicyKind> = Extract<PolicyRule, { kind: Kind }>;

/** Judges a proposal by one rule. Pure; returns every way in which the rule is broken. */
export type Evaluator<Kind extends PolicyKind> = (rule: RuleOf<Kind>, proposal: Proposal, place: Place) => Finding[];

/** The path of a config key in a request's input. */
export function configPath(key: string): string {
  return `spec.config.${key}`;
}
