import { defaultConfigValue } from "#lib/domain/default-config-value";
import type { ChangeKind } from "#lib/domain/plan";
import { wholeNumber } from "#lib/domain/quantity";
import type { TopicConfigKey } from "#lib/domain/topic-config-key";
import { topicConfigKey } from "#lib/domain/topic-config-keys";
import type { TopicDefaults } from "#lib/domain/topic-defaults";

/**
 * How setting a config key from one value to another acts, by the table of keys and directions. Null means "not set": the cluster's default
 * counts. Keys and values that nobody knows count as destructive.
 */
export function changeKind(key: string, from: string | null, to: string | null, defaults: TopicDefaults): ChangeKind {
  const known = topicConfigKey(key);
  if (!known) return "destructive";

  const byDefault = defaultConfigValue(key, defaults) ?? known.default;
  const [before, after] = [from ?? byDefault, to ?? byDefault];
  if (before === after) return "neutral";
  if ("any" in known.acts) return known.acts.any;

  const low = rank(known, before);
  const high = rank(known, after);
  if (low === undefined || high === undefined) return "destructive";
  return high > low ? known.acts.up : known.acts.down;
}

/** A value's place among the others of its key; unlimited is above every number. Undefined when it is not of the key's type. */
function rank(known: TopicConfigKey, value: string): number | bigint | undefined {
  switch (known.type) {
    case "boolean":
      return value === "true" ? 1 : value === "false" ? 0 : undefined;
    case "double":
      return Number.isNaN(Number(value)) ? undefined : Number(value);
    case "int":
    case "long": {
      const number = wholeNumber(value);
      return number !== undefined && number === known.unlimited ? Number.POSITIVE_INFINITY : number;
    }
    default:
      return undefined;
  }
}
