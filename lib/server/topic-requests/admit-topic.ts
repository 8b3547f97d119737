import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import type { LockedTeam } from "#lib/db/stores/teams";
import { fail, ok, type Result } from "#lib/domain/result";
import { specProblems } from "#lib/domain/spec-problems";
import type { TopicPatch } from "#lib/domain/topic-spec";
import { judgeTopic } from "../judge.ts";
import { invalidSpec, policyViolated, unknownCluster } from "../requests/refusals.ts";
import type { Judgement } from "../requests/request-kind.ts";
import { nameConflict, nameTaken } from "./name-taken.ts";

export type TopicAsked = {
  cluster: string;
  team: LockedTeam;
  name: string;
  patch: TopicPatch;
  requestId: number | null;
};

/**
 * Everything that may speak against a topic as it is asked for, in the order in which a person can mend it: settings Kafka would refuse,
 * an unknown cluster, a name that is taken, broken rules, a plan that cannot be carried out. Else the judgement to store.
 */
export async function admitTopic(db: Connection, asked: TopicAsked): Promise<Result<Judgement<"topic.create">>> {
  const problems = specProblems(asked.patch.spec);
  if (problems.length > 0) return invalidSpec(problems);
  const cluster = await findCluster(db, asked.cluster);
  if (!cluster) return unknownCluster(asked.cluster);
  const taken = await nameConflict(db, asked);
  if (taken) return nameTaken(taken);

  const judged = await judgeTopic(db, { ...asked, cluster });
  if (judged.denied) return policyViolated(judged.violations);
  const [refusal] = judged.plan.refusals;
  return refusal ? fail("conflict", refusal.reason, { extra: { plan: judged.plan } }) : ok(judged);
}
