import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { Plan } from "#lib/domain/plan";
import type { TopicDefaults } from "#lib/domain/topic-defaults";

/**
 * The plan with what the keys among its changes mean where they are not set: whoever approves that a key is unset approves the value that then
 * counts, and the fingerprint covers it.
 */
export function withDefaults<Planned extends Pick<Plan, "changes">>(
  plan: Planned,
  defaults: TopicDefaults,
): Planned & Pick<Plan, "defaults"> {
  const meant = plan.changes.flatMap(({ field, from, to }) => {
    const value = from === null || to === null ? defaultConfigValue(field, defaults) : undefined;
    return value === undefined ? [] : [[field, value] as const];
  });
  return meant.length === 0 ? plan : { ...plan, defaults: Object.fromEntries(meant) };
}
