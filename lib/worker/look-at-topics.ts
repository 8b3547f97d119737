import type { ObservedTopic } from "#lib/domain/observed-topic";
import type { Answer, ClusterAdmin } from "#lib/kafka/cluster-admin";

/** From so many names on, asking for the names of all topics first may be cheaper. */
const MANY = 100;
/** What it costs to ask by name about a topic that is not there, in topics listed: the client makes an error with a stack of each. */
const ABSENT_COSTS = 8;

/**
 * A fresh look at these topics. Those that are due are mostly not there yet, so many of them are looked up in a list of all topics, unless
 * the cluster has too many.
 * @param keys the config keys that are looked at
 * @param topicsOnCluster how many topics the cluster is known to have; null when it was never swept
 * @returns null for a topic that is not there; an error only of that topic otherwise
 * @throws ClusterCallFailed
 */
export async function lookAtTopics(
  admin: ClusterAdmin,
  names: readonly string[],
  keys: readonly string[],
  topicsOnCluster: number | null,
): Promise<Map<string, Answer<ObservedTopic | null>>> {
  const listFirst = names.length >= MANY && topicsOnCluster !== null && topicsOnCluster < names.length * ABSENT_COSTS;
  const there = listFirst ? await namesThere(admin, names) : names;
  const described = await admin.describeTopics(there, keys);

  const looked = new Map<string, Answer<ObservedTopic | null>>(names.map((name) => [name, ABSENT]));
  for (const [name, answer] of described) {
    looked.set(name, !answer.ok && answer.error.code === "unknown_topic" ? ABSENT : answer);
  }
  return looked;
}

const ABSENT: Answer<null> = { ok: true, value: null };

async function namesThere(admin: ClusterAdmin, names: readonly string[]): Promise<string[]> {
  const wanted = new Set(names);
  return (await admin.listTopics()).map(({ name }) => name).filter((name) => wanted.has(name));
}
