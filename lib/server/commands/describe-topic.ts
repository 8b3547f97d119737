import { DescribeTopic } from "#lib/contract/topic-life";
import type { Connection } from "#lib/db/database";
import { findCluster, topicDefaults } from "#lib/db/stores/clusters";
import { type ManagedTopic, describeTopic as saveDescription } from "#lib/db/stores/managed-topics";
import { currentPolicies } from "#lib/db/stores/policies";
import { findTeam } from "#lib/db/stores/teams";
import type { Violation } from "#lib/domain/policy";
import { fail } from "#lib/domain/result";
import { countedBytes } from "#lib/domain/stored-bytes";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import type { TopicDescription, TopicMetadata } from "#lib/domain/topic-spec";
import { evaluatePolicies } from "#lib/policy/evaluate";
import { standingViolations } from "#lib/policy/standing-violations";
import { defineCommand, succeed } from "../define-command.ts";
import { policyViolated } from "../requests/refusals.ts";
import { topicSubject } from "../topic-life/topic-subject.ts";

/** Says something else about a topic: applied at once, because the cluster knows nothing of it. The classification is asked for instead. */
export const describeTopic = defineCommand({
  name: "describe-topic",
  permission: "topic.describe",
  input: DescribeTopic,
  subject: topicSubject,
  async handle({ db }, { cluster, name, version, ...said }, { topic }) {
    if (topic.deletingAt !== null) return fail("conflict", `${name} is being deleted.`);
    if (topic.version !== version) {
      const detail = `${name} was changed since you read it: it is at version ${topic.version}, you sent ${version}.`;
      return fail("conflict", detail, { extra: { version: topic.version } });
    }
    const defaults = await topicDefaults(db, cluster);
    const violations = await rulesBroken(db, topic, said, defaults);
    if (violations.some(({ enforcement }) => enforcement === "deny")) return policyViolated(violations);

    const estimatedBytes = countedBytes(topic.spec, said.expectedBytesPerSecond, defaults);
    await saveDescription(db, topic.id, { ...said, estimatedBytes });
    const { classification: _, ...before } = topic.metadata;
    return succeed(
      { cluster, name, version: topic.version + 1 },
      {
        audit: {
          action: "topic.described",
          object: { kind: "topic", id: topic.id, name },
          teamId: topic.team.id,
          before,
          after: said,
        },
      },
    );
  },
});

/** What the rules say of the topic with these words; what they said before only warns. */
async function rulesBroken(
  db: Connection,
  topic: ManagedTopic,
  said: TopicDescription,
  defaults: TopicDefaults,
): Promise<Violation[]> {
  const [cluster, team, policies] = [
    await findCluster(db, topic.cluster),
    await findTeam(db, topic.team.slug),
    await currentPolicies(db),
  ];
  if (!cluster || !team) return [];
  const { name, spec } = topic;
  const broken = (metadata: TopicMetadata) =>
    evaluatePolicies(policies, { cluster, team, name, spec, metadata, defaults, usage: null });
  const after = broken({ ...topic.metadata, ...said }).filter(({ path }) => path.startsWith("metadata"));
  return standingViolations(broken(topic.metadata), after).map((violation) => ({
    ...violation,
    path: violation.path.replace(/^metadata\./, ""),
  }));
}
