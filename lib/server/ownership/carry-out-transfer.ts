import type { Connection } from "#lib/db/database";
import { type Owned, ownedBy } from "#lib/db/stores/ownership";
import { handOver } from "#lib/db/stores/ownership-changes";
import { lockPrefixes } from "#lib/db/stores/prefixes";
import { moveRequest, type RequestRecord } from "#lib/db/stores/requests";
import { noticeOwnershipMoved, noticeTopicsMoved } from "#lib/domain/ownership-moved-notice";
import { transition } from "#lib/domain/request";
import type { AuditDraft } from "../define-command.ts";
import type { CarriedOut, Judgement } from "../requests/request-kind.ts";
import { usersOf } from "./judge-transfer.ts";
import { staleAfterTransfer } from "./stale-after-transfer.ts";

type Transfer = RequestRecord<"ownership.transfer">;

/**
 * The last approval: everything of the plan gets its new owner, at once. Undecided requests about it become stale, because they were asked of a
 * team that no longer decides; both sides and every team that uses the topics are told.
 */
export async function carryOutTransfer(
  db: Connection,
  request: Transfer,
  { patch }: Judgement<"ownership.transfer">,
): Promise<CarriedOut> {
  const { id, cluster, team: from, askingTeam: to } = request;
  if (patch.prefixes.length > 0) await lockPrefixes(db);
  const owned = await ownedBy(db, from.id, cluster, patch, request.submittedAt);
  const handover = { cluster, from: from.id, to: to.id, owned };
  await handOver(db, handover);
  const ended = await staleAfterTransfer(db, handover, { requestId: id, to });
  const applied = await apply(db, request);

  const users = await usersOf(db, cluster, patch.topics, [from.id, to.id]);
  const moved = {
    requestId: id,
    cluster,
    name: request.name,
    from,
    to,
    topics: patch.topics,
    reason: request.reason,
    by: null,
  };
  return {
    audit: [...recordsOf(request, owned), ...ended.audit, applied],
    tell: [noticeOwnershipMoved(moved), ...users.map((user) => noticeTopicsMoved(moved, user)), ...ended.tell],
  };
}

/** Approved, and at once applied: there is nothing that a worker would have to see. */
async function apply(db: Connection, { id, name, team }: Transfer): Promise<AuditDraft> {
  const applied = transition("approved", { type: "apply" });
  if (!applied.ok) throw new Error("The table of states does not know how an approved request is applied.");
  await moveRequest(db, id, { state: "approved" });
  await moveRequest(db, id, { state: applied.value });
  const [before, after] = [{ state: "approved" }, { state: applied.value }];
  const object = { kind: "request", id: String(id), name };
  return { action: "request.applied", object, teamId: team.id, requestId: String(id), before, after, reason: null };
}

/** One event per thing, so that each one's history says when it changed hands. */
function recordsOf({ id, team, askingTeam, reason }: Transfer, owned: Owned): AuditDraft[] {
  const record = (kind: string, { id: objectId, name }: { id: string; name: string }): AuditDraft => ({
    action: `${kind}.transferred`,
    object: { kind, id: objectId, name },
    teamId: team.id,
    requestId: String(id),
    before: { team: team.slug },
    after: { team: askingTeam.slug },
    reason,
  });
  return [
    ...owned.topics.map((topic) => record("topic", topic)),
    ...owned.subjects.map((subject) => record("subject", subject)),
    ...owned.applications.map((application) => record("application", application)),
    ...owned.prefixes.map((prefix) => record("prefix", { id: prefix, name: prefix })),
  ];
}
