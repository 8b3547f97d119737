import { formatConfigValue } from "#lib/domain/topic-config-value";
import { type TopicDefaults, toldDefault } from "#lib/domain/topic-defaults";

/** What stands for a setting that is not set: `cluster default: 1 d`; without the value where the cluster has not told it. */
export function clusterDefault(key: string, defaults: TopicDefaults): string {
  const value = toldDefault(key, defaults);
  return value === undefined ? "cluster default" : `cluster default: ${formatConfigValue(key, value)}`;
}
