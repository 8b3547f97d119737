import type { Notice } from "./notice.ts";
import type { RequestState } from "./request.ts";
import { type AskedFor, requestInWords, requestPath } from "./request-in-words.ts";

export type DecidedRequest = AskedFor & {
  requester: { id: string };
  team: { id: string };
  askingTeam: { id: string };
};

export type Outcome = {
  state: Extract<RequestState, "approved" | "rejected" | "stale" | "lapsed" | "superseded">;
  /** Null for the rules and the clock. A person is not told of what they did themselves. */
  by: { id: string | null; name: string } | null;
  reason: string;
};

const WORDS: { readonly [State in Outcome["state"]]: string } = {
  approved: "is approved",
  rejected: "is rejected",
  stale: "cannot be carried out any more",
  lapsed: "has lapsed",
  superseded: "is taken back",
};

/** Tells the requester, and the webhooks of both sides, how a request ended. */
export function noticeRequestDecided(request: DecidedRequest, { state, by, reason }: Outcome): Notice[] {
  const { id } = request;
  const what = requestInWords(request);
  const who = by === null ? "" : ` by ${by.name}`;
  const told = `Your request ${id}, for ${what}, ${WORDS[state]}${who}.`;
  return [
    {
      kind: "request-decided",
      dedupeKey: `request-decided:${id}:${state}`,
      subject: `Request ${id} ${WORDS[state]}: ${what}`,
      body: reason === "" ? told : `${told}\n\n${reason}`,
      path: requestPath(id),
      audience: {
        userIds: [request.requester.id],
        webhooksOf: [...new Set([request.team.id, request.askingTeam.id])],
        except: by?.id ?? null,
      },
      data: { requestId: id, requestKind: request.kind, cluster: request.cluster, name: request.name, state },
    },
  ];
}
