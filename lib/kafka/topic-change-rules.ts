import type { ConfigChanges } from "./cluster-admin.ts";
import { type Refusal, readTopicConfig } from "./topic-config-rules.ts";

/**
 * Judges changes of a topic's settings as a broker does, which looks at all that would be set afterwards.
 * @returns the settings after the changes, in the form in which a broker reads them back, or its refusal
 */
export function judgeConfigChanges(
  config: Record<string, string>,
  changes: ConfigChanges,
): ReturnType<typeof readTopicConfig> {
  const kept = Object.entries({ ...config, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return readTopicConfig(Object.fromEntries(kept));
}

/** Judges growth as Kafka's controller does (`ReplicationControlManager.createPartitions`); undefined when it accepts it. */
export function growthProblem(name: string, has: number, wanted: number): Refusal | undefined {
  if (wanted > has) return undefined;
  const text =
    wanted === has
      ? `Topic already has ${has} partition(s).`
      : `The topic ${name} currently has ${has} partition(s); ${wanted} would not be an increase.`;
  return { kafkaCode: 37, text };
}
