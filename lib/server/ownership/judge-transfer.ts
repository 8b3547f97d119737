import type { Connection } from "#lib/db/database";
import { coveringGrants, type Owned, teamsUsing, topicsLeftBehind, type UsingTeam } from "#lib/db/stores/ownership";
import { currentPolicies } from "#lib/db/stores/policies";
import type { LockedTeam } from "#lib/db/stores/teams";
import { teamUsage } from "#lib/db/stores/topics";
import type { Cluster } from "#lib/domain/cluster";
import type { Violation } from "#lib/domain/policy";
import { fingerprintOf } from "#lib/plan/fingerprint";
import { planTransfer } from "#lib/plan/plan-transfer";
import { leftBehind, misplacedTopics } from "#lib/policy/misplaced-topics";
import { requiredSlots, takingSlot } from "#lib/policy/required-slots";
import { transferBudget } from "#lib/policy/transfer-budget";
import { transferRisk } from "#lib/policy/transfer-risk";
import type { Judgement } from "../requests/request-kind.ts";
import { transferName } from "./transfer-name.ts";

export type TransferCase = {
  cluster: Cluster;
  from: LockedTeam;
  to: LockedTeam;
  owned: Owned;
  /** Prefixes that go with another request of the same bundle, before this one. */
  before?: readonly string[];
};

/** Judges a change of owner: what the taking team may have, where names would mislead, who uses the topics, and who must agree. Reads only. */
export async function judgeTransfer(db: Connection, transfer: TransferCase): Promise<Judgement<"ownership.transfer">> {
  const { cluster, from, to, owned } = transfer;
  const moved = { ...namesOf(owned), cluster: cluster.slug };
  const plan = planTransfer({
    ...moved,
    name: transferName(moved, from),
    from: from.slug,
    to: to.slug,
    users: await usersOf(db, cluster.slug, moved.topics, [from.id]),
    covering: await coveringGrants(db, from.id, moved),
  });

  const { outside, violations } = await violationsOf(db, transfer);
  const classifications = owned.topics.map(({ classification }) => classification);
  const risk = transferRisk({ classifications, outside });
  const { id, slug, name } = to;
  const { cluster: _, ...names } = moved;
  return {
    patch: { to: { id, slug, name }, ...names },
    plan,
    fingerprint: fingerprintOf(plan),
    violations,
    denied: violations.some(({ enforcement }) => enforcement === "deny"),
    risk,
    slots: [...requiredSlots("ownership.transfer", risk, from), takingSlot(to)],
    partitions: 0,
    estimatedBytes: 0n,
  };
}

/** Teams other than these that read or write the topics. */
export async function usersOf(
  db: Connection,
  cluster: string,
  topics: readonly string[],
  except: readonly string[],
): Promise<UsingTeam[]> {
  return topics.length === 0 ? [] : teamsUsing(db, cluster, topics, except);
}

/** What changes hands, by name. */
function namesOf({ topics, subjects, applications, prefixes }: Owned) {
  return {
    topics: topics.map(({ name }) => name),
    subjects: subjects.map(({ name }) => name),
    applications: applications.map(({ name }) => name),
    prefixes,
  };
}

async function violationsOf(
  db: Connection,
  { cluster, from, to, owned, before = [] }: TransferCase,
): Promise<{ outside: boolean; violations: Violation[] }> {
  const { topics, prefixes } = namesOf(owned);
  const taker = { slug: to.slug, prefixes: [...to.prefixes, ...before, ...prefixes] };
  const misplaced = misplacedTopics(taker, topics);
  const kept =
    prefixes.length === 0
      ? null
      : leftBehind(from, await topicsLeftBehind(db, from.id, { cluster: cluster.slug, topics, prefixes }));
  const budgets = transferBudget(await currentPolicies(db), {
    cluster,
    team: to,
    usage: await teamUsage(db, to.id, cluster.slug, null),
    load: {
      topics: owned.topics.length,
      partitions: owned.topics.reduce((sum, { partitions }) => sum + partitions, 0),
      bytes: owned.topics.reduce((sum, { estimatedBytes }) => sum + estimatedBytes, 0n),
    },
  });
  return { outside: misplaced.total > 0, violations: [...misplaced.warnings, ...(kept ? [kept] : []), ...budgets] };
}
