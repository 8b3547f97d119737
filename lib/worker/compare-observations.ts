import type { ObservationRow } from "#lib/db/worker-stores/topic-observations";
import type { Answer, ListedTopic } from "#lib/kafka/cluster-admin";

export type Difference = {
  /** New topics, and those that are not as they were. */
  changed: ObservationRow[];
  /** Names that are not there any more. */
  gone: string[];
};

/**
 * What a sweep found that is not stored. A topic whose settings the cluster did not tell this time is left as it is: an error is not an
 * observation.
 */
export function compareObservations(
  known: readonly ObservationRow[],
  listed: readonly ListedTopic[],
  configs: ReadonlyMap<string, Answer<Record<string, string>>>,
): Difference {
  const missing = new Map(known.map((row) => [row.name, row]));
  const changed: ObservationRow[] = [];
  for (const topic of listed) {
    const before = missing.get(topic.name);
    missing.delete(topic.name);

    const config = configs.get(topic.name);
    if (config?.ok && !(before && isSame(before, topic, config.value)))
      changed.push(observationOf(topic, config.value));
  }
  return { changed, gone: [...missing.keys()] };
}

export function observationOf(topic: ListedTopic, config: Record<string, string>): ObservationRow {
  const { name, topicId, internal, partitions, replicationFactor } = topic;
  return { name, topicId, internal, partitions, replicationFactor, config };
}

function isSame(before: ObservationRow, topic: ListedTopic, config: Record<string, string>): boolean {
  return (
    before.topicId === topic.topicId &&
    before.partitions === topic.partitions &&
    before.replicationFactor === topic.replicationFactor &&
    before.internal === topic.internal &&
    isSameConfig(before.config, config)
  );
}

function isSameConfig(before: Record<string, string>, now: Record<string, string>): boolean {
  const keys = Object.keys(now);
  return keys.length === Object.keys(before).length && keys.every((key) => before[key] === now[key]);
}

/** So few may always vanish. */
const ALWAYS_BELIEVED = 10;

/** What an answer says of how much there is, beside what is known. */
export type Census = {
  /** Topics, ACLs or subjects. */
  what: string;
  known: number;
  listed: number;
  gone: number;
  /** Of what is known, as much as may vanish at once; set per cluster. */
  share: number;
  /** Who answered. */
  who?: "cluster" | "registry";
};

/**
 * Whether so much is gone that the answer is not believed: an empty or partial answer is never "everything was deleted".
 * Returns what to tell the people who look after the cluster; undefined when the answer is believed.
 */
export function massChange({ what, known, listed, gone, share, who = "cluster" }: Census): string | undefined {
  const nothingLeft = listed === 0 && known > ALWAYS_BELIEVED;
  const tooMany = gone > ALWAYS_BELIEVED && gone > known * share;
  if (!nothingLeft && !tooMany) return undefined;

  return `The ${who} shows ${listed} ${what}; ${gone} of ${known} known ones are missing. What was seen before is kept until an admin confirms the cluster's identity.`;
}
