import type { Connection } from "#lib/db/database";
import { type LockedRequest, lockRequest } from "#lib/db/stores/requests";
import { isReaderSlot } from "#lib/domain/slot";
import type { Loaded } from "../define-command.ts";
import { teamsToStandInFor } from "./teams-to-stand-in-for.ts";

export type LoadedRequest = Loaded & { request: LockedRequest; ownerless: string[] };

/** Loads a request under its locks (teams, then request), with what `decide` needs: open slots, who approved, who may stand in. */
export async function requestSubject(
  db: Connection,
  { requestId }: { requestId: number },
): Promise<LoadedRequest | null> {
  const request = await lockRequest(db, requestId);
  if (!request) return null;

  const ownerless = await teamsToStandInFor(db, request.slots, peopleIn(request));
  // Once decided, the slots count as they stood: whoever could have decided learns that somebody did (`conflict`).
  const open = request.state === "submitted";
  const filled = new Set(open ? request.approvals.map((approval) => approval.slot) : []);
  return {
    request,
    ownerless,
    subject: {
      kind: "request",
      id: String(request.id),
      teamId: request.team.id,
      askingTeamId: request.askingTeam.id,
      requesterId: request.requester.id,
      readerTeamIds: request.slots.filter(isReaderSlot).map(({ teamId }) => teamId),
      slots: request.slots.filter((slot) => !filled.has(slot.id)),
      approverIds: open ? request.approvals.map((approval) => approval.userId) : [],
      teamsToStandInFor: ownerless,
      visibility: "involved",
    },
  };
}

/** Who cannot fill one of its slots any more: the requester, and whoever filled one. */
export function peopleIn({ requester, approvals }: Pick<LockedRequest, "requester" | "approvals">): string[] {
  return [requester.id, ...approvals.map(({ userId }) => userId)];
}

/** How a request is named in the audit trail. */
export function requestObject(request: { id: number; name: string }) {
  return { kind: "request", id: String(request.id), name: request.name };
}
