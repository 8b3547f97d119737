import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { ownedBy } from "#lib/db/stores/ownership";
import type { RequestRecord } from "#lib/db/stores/requests";
import { findTeam } from "#lib/db/stores/teams";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest } from "../requests/request-kind.ts";
import { carryOutTransfer } from "./carry-out-transfer.ts";
import { judgeTransfer } from "./judge-transfer.ts";
import { prefixProblem } from "./prefix-problem.ts";

/** What one team owns becomes another team's. Nothing on a cluster changes, so it is applied as it is approved, without the worker. */
export const ownershipTransfer: KindOfRequest<"ownership.transfer"> = {
  judgeAgain,
  carryOut: carryOutTransfer,
  // The claims on the topics are given back by a trigger when its state moves on.
  release: async () => undefined,
};

/** Judges what is left of it: what is gone, made anew or another team's by now is no longer part of the plan, which then has to be read anew. */
async function judgeAgain(
  db: Connection,
  { cluster: slug, patch, team, askingTeam, submittedAt }: RequestRecord<"ownership.transfer">,
): Promise<JudgedAgain<"ownership.transfer">> {
  const [cluster, from, to] = [
    await findCluster(db, slug),
    await findTeam(db, team.slug),
    await findTeam(db, askingTeam.slug),
  ];
  if (!cluster) return unknownCluster(slug);
  if (!from || !to)
    throw new Error(`a side of a transfer is gone while its row is locked: ${team.slug}, ${askingTeam.slug}`);

  const owned = await ownedBy(db, from.id, slug, patch, submittedAt);
  const left = Object.values(owned).some((things) => things.length > 0);
  if (!left) {
    return {
      ok: false,
      stale: { path: "topics", message: `${from.name} owns nothing of what was to be transferred any more.` },
    };
  }
  const problem = await prefixProblem(db, { prefixes: owned.prefixes, toTeamId: to.id });
  return problem ?? { ok: true, value: await judgeTransfer(db, { cluster, from, to, owned }) };
}
