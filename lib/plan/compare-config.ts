import { sameConfigValue } from "#lib/domain/topic-config-value";
import type { TopicConfig } from "#lib/domain/topic-spec";
import { changeKind } from "./change-kind.ts";
import { type Compare, change, none, together } from "./compare.ts";
import { configEffects } from "./config-effects.ts";

/**
 * Compares the config keys that Headgate manages, in alphabetical order: those that are desired, and those that were and are now
 * unset, back to the broker's default. Other keys of the topic are somebody else's and are not looked at.
 */
export const compareConfig: Compare<TopicConfig> = (wanted, live, around) => {
  const keys = [...new Set([...Object.keys(wanted), ...around.managedKeys])].sort();
  return together(
    keys.map((key) => {
      const from = live[key] ?? null;
      const to = wanted[key] ?? null;
      if (sameConfigValue(key, from, to)) return none;
      const kind = changeKind(key, from, to, around.defaults);
      return change({ field: key, from, to, kind }, configEffects(key, from, to, around));
    }),
  );
};
