import type { Connection } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { unknownCluster } from "../requests/refusals.ts";
import type { JudgedAgain, KindOfRequest } from "../requests/request-kind.ts";
import { bare, judgeRemoval } from "./judge-removal.ts";
import { ownersOf, removableAcls } from "./removable-acls.ts";

/** ACLs that nobody granted, to be deleted. The worker takes it from the approved request itself. */
export const aclRemoval: KindOfRequest<"acl.remove"> = {
  judgeAgain,
  carryOut: (db, { id }) => moveRequest(db, id, { state: "approved" }),
  release: async () => undefined,
};

/** Lines that have gone, or that somebody was granted meanwhile, are not asked for any more: the plan is then another one. */
async function judgeAgain(db: Connection, request: RequestRecord<"acl.remove">): Promise<JudgedAgain<"acl.remove">> {
  const { cluster, name, team, patch } = request;
  if (!(await findCluster(db, cluster))) return unknownCluster(cluster);

  const bindings = (await removableAcls(db, cluster, patch.bindings)).map(bare);
  if (bindings.length === 0) {
    const message = `Nothing is left to remove: the ACLs of ${name} have gone, or were granted meanwhile.`;
    return { ok: false, stale: { path: "bindings", message } };
  }
  const owned = (await ownersOf(db, cluster, bindings)).includes(team.id);
  return { ok: true, value: await judgeRemoval(db, { cluster, name, bindings, team, owned }) };
}
