import type { Tier } from "#lib/domain/cluster";
import type { SchemaChange } from "#lib/domain/schema";
import type { Risk } from "#lib/domain/slot";

export type SchemaRiskInput = {
  tier: Tier;
  changes: readonly SchemaChange[];
  /** Registered although it is incompatible. */
  forced: boolean;
  /** The registry has not judged it: somebody has to look, and by then it has. */
  unjudged: boolean;
};

/**
 * How much can go wrong with a new version. High: it is forced, or takes something from those who read. Else low outside production once the registry has
 * found it compatible, normal in production and while it has not.
 */
export function schemaRisk({ tier, changes, forced, unjudged }: SchemaRiskInput): Risk {
  if (forced || takesFromReaders(changes)) return "high";
  return tier === "production" || unjudged ? "normal" : "low";
}

/** Whether readers lose something by these changes: they are asked before it is approved. */
export function takesFromReaders(changes: readonly SchemaChange[]): boolean {
  return changes.some(({ effect }) => effect !== "widening");
}
