import type { GrantCondition, GrantView } from "#lib/contract/access";
import type { GrantEndKind } from "#lib/domain/grant";
import type { Tone } from "../ui/tone.ts";

const CONDITIONS: { readonly [C in GrantCondition]: { tone: Tone; word: string } } = {
  pending: { tone: "wait", word: "Approved, applying" },
  active: { tone: "ok", word: "Active" },
  expiring: { tone: "warn", word: "Expiring" },
  blocked: { tone: "bad", word: "Blocked" },
  drifted: { tone: "warn", word: "Drifted" },
  ending: { tone: "wait", word: "Ending" },
  ended: { tone: "off", word: "Ended" },
};

const ENDS: { readonly [E in GrantEndKind]: string } = { expired: "expired", revoked: "revoked", released: "released" };

/** How a grant stands, in a word; one that ends says why: `Ending: revoked`. While it is *ending* its ACLs may still be on the cluster. */
export function grantConditionWords({ condition, endKind }: Pick<GrantView, "condition" | "endKind">) {
  const { tone, word } = CONDITIONS[condition];
  return { tone, word: endKind === null ? word : `${word}: ${ENDS[endKind]}` };
}

/** What is said beside it: the broker's text while it is blocked, who ended it and why once it ends. */
export function grantNote({
  message,
  endedBy,
  endReason,
}: Pick<GrantView, "message" | "endedBy" | "endReason">): string {
  const ended = [endedBy && `by ${endedBy}`, endReason && `“${endReason}”`].filter(Boolean).join(": ");
  return [ended, message].filter(Boolean).join(" · ");
}

/** Whether the worker still has something to do with it, so that the page is worth reading again soon. */
export function grantIsUnderWay({ condition }: Pick<GrantView, "condition">): boolean {
  return condition === "pending" || condition === "ending";
}
