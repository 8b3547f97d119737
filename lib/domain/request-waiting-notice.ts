import type { Notice } from "./notice.ts";
import { type AskedFor, requestInWords, requestPath } from "./request-in-words.ts";
import { isOwnerSlot, isReaderSlot, type Slot } from "./slot.ts";

export type WaitingRequest = AskedFor & {
  requester: { id: string; name: string };
  /** In whose name it is asked. */
  askingTeam: { id: string; name: string };
  reason: string;
  fingerprint: string;
  /** Those that are still open. */
  slots: readonly Slot[];
  /** Teams of slots that have nobody else: a platform admin decides for them. */
  ownerless?: readonly string[];
};

/**
 * Tells whoever may fill an open slot that a request waits for them; nobody where no slot is open. Once per plan: an edited request is told
 * again, because earlier approvals are dropped with it.
 */
export function noticeRequestWaiting(request: WaitingRequest): Notice[] {
  const { id, requester, askingTeam, reason, fingerprint, slots, ownerless = [] } = request;
  if (slots.length === 0) return [];

  const what = requestInWords(request);
  const ownersOf = slots.flatMap((slot) => (isOwnerSlot(slot) ? [slot.teamId] : []));
  const membersOf = slots.flatMap((slot) => (isReaderSlot(slot) ? [slot.teamId] : []));
  const admins =
    slots.some((slot) => slot.id === "platform-admin") ||
    [...ownersOf, ...membersOf].some((team) => ownerless.includes(team));
  return [
    {
      kind: "request-waiting",
      dedupeKey: `request-waiting:${id}:${fingerprint}`,
      subject: `Request ${id} waits for a decision: ${what}`,
      body: `${requester.name} of team ${askingTeam.name} asks for ${what}.\n\n${reason}`,
      path: requestPath(id),
      audience: { ownersOf, membersOf, admins, webhooksOf: [askingTeam.id], except: requester.id },
      data: { requestId: id, requestKind: request.kind, cluster: request.cluster, name: request.name },
    },
  ];
}
