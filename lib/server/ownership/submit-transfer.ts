import type { RequestOwnershipTransfer } from "#lib/contract/ownership";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { claimOwners, type Named, type Owned, ownedBy } from "#lib/db/stores/ownership";
import type { LockedTeam } from "#lib/db/stores/teams";
import type { Cluster } from "#lib/domain/cluster";
import { type FieldError, fail, ok } from "#lib/domain/result";
import type { Context, Handled } from "../define-command.ts";
import { policyViolated, unknownCluster } from "../requests/refusals.ts";
import { submitRequest } from "../requests/submit-request.ts";
import { judgeTransfer } from "./judge-transfer.ts";
import { prefixProblem } from "./prefix-problem.ts";
import { transferName } from "./transfer-name.ts";

export type NewTransfer = {
  cluster: string;
  from: LockedTeam;
  to: LockedTeam;
  named: Named;
  /** What `named` is as somebody gave it, for refusals by place; null where it is everything. */
  given: Pick<RequestOwnershipTransfer, (typeof KINDS)[number]> | null;
  reason: string;
  bundleId: string | null;
  /** The first of a bundle, which carries the prefixes that this one relies on. */
  after: { requestId: number; prefixes: readonly string[] } | null;
};

const KINDS = ["topics", "subjects", "applications", "prefixes"] as const;

/** Things of one kind that one transfer may hold. */
const MOST = 10_000;

/** Stores a request for what is to change hands on one cluster. The one way in. Call it under the locks of both teams. */
export async function submitTransfer(context: Context, asked: NewTransfer): Promise<Handled<RequestSubmitted>> {
  const { db } = context;
  const { from, to, after } = asked;
  const cluster = await findCluster(db, asked.cluster);
  if (!cluster) return unknownCluster(asked.cluster);

  const owned = await ownedBy(db, from.id, cluster.slug, asked.named);
  const problems = asked.given ? notOwned(asked.given, owned, { cluster, from }) : tooMuch(owned);
  const [problem] = problems;
  if (problem) return fail("invalid_input", `${problem.path}: ${problem.message}.`, { errors: problems });
  const overlap = await prefixProblem(db, { prefixes: owned.prefixes, toTeamId: to.id });
  if (overlap) return overlap;

  const judged = await judgeTransfer(db, { cluster, from, to, owned, before: after?.prefixes ?? [] });
  if (judged.denied) return policyViolated(judged.violations);
  const { patch } = judged;
  return submitRequest(context, {
    asked: {
      kind: "ownership.transfer",
      cluster: cluster.slug,
      name: transferName(patch, from),
      team: from,
      askingTeam: to,
      reason: asked.reason,
      bundleId: asked.bundleId,
      dependsOn: after?.requestId ?? null,
      // Of one topic, its page shows the request.
      topicId: owned.topics.length === 1 ? (owned.topics[0]?.id ?? null) : null,
    },
    judged,
    async hold(requestId) {
      const taken = await claimOwners(db, cluster.slug, patch.topics, requestId);
      return taken ? askedAlready(taken) : ok(null);
    },
  });
}

function askedAlready({ topic, requestId }: { topic: string; requestId: number }) {
  const message = `Another owner of ${topic} is asked for already, by request ${requestId}.`;
  return fail("conflict", message, { errors: [{ path: "topics", message }], extra: { requestId } });
}

/** Every name that is not the team's to give, by its place. */
function notOwned(
  given: NonNullable<NewTransfer["given"]>,
  owned: Owned,
  { cluster, from }: { cluster: Cluster; from: LockedTeam },
): FieldError[] {
  const has = {
    topics: new Set(owned.topics.map(({ name }) => name)),
    subjects: new Set(owned.subjects.map(({ name }) => name)),
    applications: new Set(owned.applications.map(({ name }) => name)),
    prefixes: new Set(owned.prefixes),
  };
  const words = {
    topics: `is no topic of ${from.slug} on ${cluster.slug}`,
    subjects: `is no subject of ${from.slug} on ${cluster.slug}`,
    applications: `is no application of ${from.slug}`,
    prefixes: `is no prefix of ${from.slug}`,
  };
  return KINDS.flatMap((kind) =>
    given[kind].flatMap((name, index) =>
      has[kind].has(name) ? [] : [{ path: `${kind}.${index}`, message: `${JSON.stringify(name)} ${words[kind]}` }],
    ),
  ).slice(0, 100);
}

function tooMuch(owned: Owned): FieldError[] {
  const large = KINDS.find((kind) => owned[kind].length > MOST);
  if (large) {
    const message = `is ${owned[large].length} ${large}, and one transfer holds at most ${MOST}; name some of them`;
    return [{ path: "everything", message }];
  }
  const nothing = KINDS.every((kind) => owned[kind].length === 0);
  return nothing ? [{ path: "everything", message: "is nothing: the team owns nothing there" }] : [];
}
