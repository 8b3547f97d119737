import type { RequestSummary } from "#lib/contract/requests";
import type { RequestState } from "#lib/domain/request";
import type { Risk } from "#lib/domain/slot";
import type { Tone } from "../ui/tone.ts";

export type Status = { tone: Tone; word: string };

type Step = NonNullable<RequestSummary["progress"]["step"]>;

const ENDED: { readonly [State in Exclude<RequestState, "submitted" | "approved">]: Status } = {
  applied: { tone: "ok", word: "Applied" },
  rejected: { tone: "bad", word: "Rejected" },
  withdrawn: { tone: "off", word: "Withdrawn" },
  stale: { tone: "warn", word: "Out of date" },
  lapsed: { tone: "off", word: "Lapsed" },
  superseded: { tone: "off", word: "Replaced" },
};

const APPROVED: { readonly [S in Step]: Status } = {
  applying: { tone: "wait", word: "Approved, applying" },
  waiting: { tone: "warn", word: "Approved, waiting for the cluster" },
  blocked: { tone: "bad", word: "Approved, blocked" },
  applied: { tone: "ok", word: "Applied" },
};

/**
 * Where a request stands, in words. Approved and applied are different words: only a request whose topic was seen on the cluster is
 * called applied.
 * @param waitsForMe whoever looks holds one of its open approvals
 * @param waitsForReaders teams that read what would change have not acknowledged it yet
 */
export function requestStatus(
  { state, progress }: Pick<RequestSummary, "state" | "progress">,
  waitsForMe = false,
  waitsForReaders = false,
): Status {
  if (state === "submitted") {
    const others = waitsForReaders ? "Waiting for readers" : "Waiting for approval";
    return { tone: "wait", word: waitsForMe ? "Waiting for you" : others };
  }
  if (state === "approved") return APPROVED[progress.step ?? "applying"];
  return ENDED[state];
}

export const RISK_STATUS: { readonly [R in Risk]: Status } = {
  low: { tone: "off", word: "low risk" },
  normal: { tone: "off", word: "normal risk" },
  high: { tone: "warn", word: "high risk" },
};
