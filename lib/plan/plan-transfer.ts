import type { Plan } from "#lib/domain/plan";
import { change, type Difference, together } from "./compare.ts";

export type TransferPlan = {
  cluster: string;
  /** What the request is called. */
  name: string;
  /** Slugs. */
  from: string;
  to: string;
  topics: readonly string[];
  subjects: readonly string[];
  applications: readonly string[];
  prefixes: readonly string[];
  /** Who reads or writes the topics, by team. */
  users: readonly { name: string; topics: readonly string[] }[];
  /** Prefixed access that the giving team goes on giving, and how many of the topics it covers. */
  covering: readonly { prefix: string; topics: number }[];
};

/** A change of owner: one row per thing, topics first, each list in the order given. Pure. Nothing on the cluster changes. */
export function planTransfer(transfer: TransferPlan): Plan {
  const { cluster, name, from, to } = transfer;
  const given = (
    kind: string,
    names: readonly string[],
    effects: (name: string) => string[] = () => [],
  ): Difference[] =>
    names.map((one) => change({ field: `owner of ${kind} ${one}`, from, to, kind: "neutral" }, effects(one)));

  const users = usersByTopic(transfer.users);
  const rows = together([
    ...given("topic", transfer.topics, (topic) => usedBy(users.get(topic))),
    ...given("subject", transfer.subjects),
    ...given("application", transfer.applications),
    ...given("prefix", transfer.prefixes),
  ]);
  const covering = transfer.covering.map(({ prefix, topics }) => ({
    field: "access",
    text: `Access to all of ${prefix} stays ${from}'s to give, and covers ${topics === 1 ? "one of the topics" : `${topics} of the topics`}.`,
  }));
  return {
    object: { kind: "ownership", cluster, name },
    topicId: null,
    basedOn: null,
    ...rows,
    effects: [...rows.effects, ...covering],
  };
}

/** The teams' names by topic. */
function usersByTopic(users: TransferPlan["users"]): Map<string, string[]> {
  const byTopic = new Map<string, string[]>();
  for (const { name, topics } of users) {
    for (const topic of topics) byTopic.set(topic, [...(byTopic.get(topic) ?? []), name]);
  }
  return byTopic;
}

function usedBy(names: readonly string[] = []): string[] {
  if (names.length === 0) return [];
  const list = new Intl.ListFormat("en-GB", { type: "conjunction" }).format(names);
  return [`${list} ${names.length === 1 ? "keeps its access and is told." : "keep their access and are told."}`];
}
