import type { Connection } from "#lib/db/database";
import { topicDefaults } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import type { LockedTeam } from "#lib/db/stores/teams";
import { lastObservation, teamUsage } from "#lib/db/stores/topics";
import type { TopicSight } from "#lib/db/stores/unowned-topics";
import type { Cluster } from "#lib/domain/cluster";
import { grouped } from "#lib/domain/quantity";
import { fingerprintOfImport, planImport } from "#lib/plan/plan-import";
import { adoptionViolations, type BrokenRule, violationsInShort } from "#lib/policy/adoption-violations";
import { requiredSlots } from "#lib/policy/required-slots";
import type { Judgement } from "../requests/request-kind.ts";

/** Topics that were found free to be taken over, and by whom. */
export type ImportCase = { cluster: Cluster; team: LockedTeam; sights: readonly SeenTopic[] };
export type SeenTopic = TopicSight & { observed: NonNullable<TopicSight["observed"]> };

/** What an import is called: the topic's name, or how many there are. */
export function importName(names: readonly string[]): string {
  const [first] = names;
  return first !== undefined && names.length === 1 ? first : `${grouped(names.length)} topics`;
}

/** What these topics break of today's rules once they are the team's. */
export async function rulesBroken(db: Connection, { cluster, team, sights }: ImportCase): Promise<BrokenRule[]> {
  const [policies, usage, defaults] = [
    await currentPolicies(db),
    await teamUsage(db, team.id, cluster.slug, null),
    await topicDefaults(db, cluster.slug),
  ];
  const topics = sights.map(({ name, observed, sizeBytes }) => ({ name, sizeBytes, spec: observed }));
  return adoptionViolations(policies, { cluster, team, usage, topics, defaults });
}

/** Judges taking topics over as they are. Rules that they break are shown and refuse nothing. Reads only. */
export async function judgeImport(db: Connection, asked: ImportCase): Promise<Judgement<"topic.import">> {
  const { cluster, team, sights } = asked;
  const names = sights.map(({ name }) => name);
  const { seenAt } = await lastObservation(db, cluster.slug, names[0] ?? "");
  const topics = sights.map(({ name, observed }) => ({ name, topicId: observed.topicId }));
  const name = importName(names);
  const plan = planImport({ cluster: cluster.slug, name, team: team.slug, topics, observedAt: seenAt });
  return {
    patch: { topics: names.toSorted() },
    plan,
    fingerprint: fingerprintOfImport(plan, topics),
    violations: violationsInShort(await rulesBroken(db, asked), names.length),
    denied: false,
    risk: "normal",
    slots: requiredSlots("topic.import", "normal", team),
    partitions: sights.reduce((sum, { observed }) => sum + observed.partitions, 0),
    estimatedBytes: sights.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0n), 0n),
  };
}
