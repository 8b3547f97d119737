import { createHash } from "node:crypto";
import type { Plan } from "#lib/domain/plan";
import { fingerprintOf } from "./fingerprint.ts";

type ImportPlanInput = {
  cluster: string;
  /** What it is called: the topic's name, or `312 topics`. */
  name: string;
  team: string;
  topics: readonly ImportedTopic[];
  /** When the cluster was last seen, ISO 8601. */
  observedAt: string | null;
};

/** A topic by its name and by Kafka's id of it. */
type ImportedTopic = { name: string; topicId: string };

/** Topics that nobody owned become a team's, as they are: the cluster is not touched. Pure. */
export function planImport({ cluster, name, team, topics, observedAt }: ImportPlanInput): Plan {
  const changes = [...topics].sort(byName).map((topic) => ({
    field: `owner of ${topic.name}`,
    from: null,
    to: team,
    kind: "additive" as const,
  }));
  const text = "Nothing changes on the cluster. From then on its settings are what is desired, and others are drift.";
  const [first, ...others] = changes;
  return {
    object: { kind: "topic", cluster, name },
    topicId: others.length === 0 ? (topics[0]?.topicId ?? null) : null,
    basedOn: observedAt,
    changes,
    refusals: [],
    effects: first ? [{ field: first.field, text }] : [],
  };
}

/** What an approval of it binds to: the plan, and which topics these are by Kafka's ids. SHA-256 in hexadecimal. */
export function fingerprintOfImport(plan: Plan, topics: readonly ImportedTopic[]): string {
  const ids = [...topics].sort(byName).map(({ name, topicId }) => [name, topicId]);
  return createHash("sha256")
    .update(JSON.stringify([fingerprintOf(plan), ids]))
    .digest("hex");
}

function byName(one: ImportedTopic, other: ImportedTopic): number {
  return one.name < other.name ? -1 : 1;
}
