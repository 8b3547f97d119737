import type { DriftedObject } from "#lib/contract/drift";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import type { Database } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import { fail, ok, type Result } from "#lib/domain/result";
import { bare } from "../access/judge-removal.ts";
import { ownersOf } from "../access/removable-acls.ts";
import { requestAclRemoval } from "../commands/request-acl-removal.ts";
import { requestQuotaAdoption } from "../commands/request-quota-adoption.ts";
import { requestRevert } from "../commands/request-revert.ts";
import { requestSubjectAdoption } from "../commands/request-subject-adoption.ts";
import { requestSubjectRevert } from "../commands/request-subject-revert.ts";
import { requestTopicAdoption } from "../commands/request-topic-adoption.ts";
import { requestTopicRevert } from "../commands/request-topic-revert.ts";
import { type PrincipalDrift, principalDifferences, readPrincipalDrift } from "../read/principal-drift.ts";
import { applicationsVisibleTo } from "../read/visible-to.ts";
import { type RunOptions, runCommand } from "../run-command.ts";

/** What is to become of what differs: as it was desired again, or desired as it is. */
export type Resolution = "revert" | "adopt";

/** One request that is to be made, by the same command as alone. */
export type Run = {
  /** Tells it from the others about the same object, also when these are fewer by then. */
  part: string;
  ask(options: RunOptions): Promise<Result<RequestSubmitted>>;
};

type Case = { db: Database; actor: Actor; how: Resolution; object: DriftedObject; reason: string };

/** The requests that resolve the drift of one object: one of a topic or a subject, of a principal as many as there are people who decide. */
export async function resolvingRuns(asked: Case): Promise<Result<Run[]>> {
  const { db, actor, how, object, reason } = asked;
  const { kind, cluster, name } = object;
  switch (kind) {
    case "topic": {
      const input = { kind: how, cluster, name, reason };
      if (how === "revert") return ok([alone((options) => runCommand(db, requestTopicRevert, actor, input, options))]);
      return ok([alone((options) => runCommand(db, requestTopicAdoption, actor, input, options))]);
    }
    case "subject": {
      const input = { cluster, subject: name, reason };
      if (how === "revert")
        return ok([alone((options) => runCommand(db, requestSubjectRevert, actor, input, options))]);
      return ok([alone((options) => runCommand(db, requestSubjectAdoption, actor, input, options))]);
    }
    case "principal":
      return principalRuns(asked);
  }
}

async function principalRuns({ db, actor, how, object, reason }: Case): Promise<Result<Run[]>> {
  const found = await findVisiblePrincipal(db, actor, object);
  const drift = found && (await readPrincipalDrift(db, [found.id])).get(found.id);
  if (!found || !drift) return fail("not_found", "There is no such thing, or you may not see it.");

  const about = { principalId: found.id, reason };
  if (how === "adopt") {
    if (!principalDifferences(drift).some(({ adoptable }) => adoptable)) return nothingToAdopt(object.name, drift);
    return ok([alone((options) => runCommand(db, requestQuotaAdoption, actor, about, options))]);
  }
  const removals = await removalsOf(db, object.cluster, drift);
  const lost = principalDifferences(drift).some(
    ({ desired, observed, adoptable }) => adoptable || (desired && !observed),
  );
  if (!lost && removals.length === 0) return fail("conflict", `${object.name} is as it is desired.`);
  const place = { cluster: object.cluster, team: found.team, reason };
  return ok([
    ...(lost
      ? [{ part: "revert", ask: (options: RunOptions) => runCommand(db, requestRevert, actor, about, options) }]
      : []),
    ...removals.map(
      ({ owner, bindings }): Run => ({
        part: `removal ${owner}`,
        ask: (options) => runCommand(db, requestAclRemoval, actor, { ...place, bindings }, options),
      }),
    ),
  ]);
}

function alone(ask: Run["ask"]): Run {
  return { part: "", ask };
}

function nothingToAdopt(name: string, { missing, extra }: PrincipalDrift) {
  if (extra.length > 0)
    return fail(
      "conflict",
      `ACLs of ${name} that no grant explains are adopted by asking for the access that they give.`,
    );
  if (missing.length > 0)
    return fail("conflict", `What ${name} has lost is done without by revoking or releasing the access that needs it.`);
  return fail("conflict", `${name} is as it is desired.`);
}

type Visible = { id: string; team: string };

async function findVisiblePrincipal(
  db: Database,
  actor: Actor,
  { cluster, name }: DriftedObject,
): Promise<Visible | null> {
  const [row] = await db.$queryRaw<Visible[]>`
    SELECT p.id, t.slug AS team FROM principals p JOIN applications a ON a.id = p.application_id JOIN teams t ON t.id = a.team_id
    WHERE p.cluster_slug = ${cluster} AND p.name = ${name} AND p.ended_at IS NULL AND ${applicationsVisibleTo(actor)}`;
  return row ?? null;
}

/** Bindings in excess, apart for each owner of what they name: a removal is decided by one. */
async function removalsOf(db: Database, cluster: string, { extra }: PrincipalDrift) {
  // Of one resource there are several: its owner is asked for once.
  const byResource = Map.groupBy(extra.map(bare), ({ resourceType, patternType, resourceName }) =>
    JSON.stringify([resourceType, patternType, resourceName]),
  );
  const owned = [];
  for (const bindings of byResource.values())
    owned.push({ bindings, owner: (await ownersOf(db, cluster, bindings.slice(0, 1)))[0] ?? "" });
  return [...Map.groupBy(owned, ({ owner }) => owner)].map(([owner, many]) => ({
    owner,
    bindings: many.flatMap(({ bindings }) => bindings),
  }));
}
