import type { GrantCondition, GrantView } from "#lib/contract/access";
import type { GrantEndKind } from "#lib/domain/grant";
import type { Tone } from "../ui/tone.ts";

type Said = { tone: Tone; word: string };

const CONDITIONS: { readonly [C in GrantCondition]: Said } = {
  pending: { tone: "wait", word: "Pending" },
  active: { tone: "ok", word: "Active" },
  expiring: { tone: "warn", word: "Expiring" },
  blocked: { tone: "bad", word: "Blocked" },
  drifted: { tone: "warn", word: "Drifted" },
  ending: { tone: "wait", word: "Ending" },
  ended: { tone: "off", word: "Ended" },
};

const ENDS: { readonly [Kind in GrantEndKind]: string } = {
  expired: "Expired",
  revoked: "Revoked",
  released: "Released",
};

/** How a grant stands; of one that ended, how. While it is *ending* its ACLs may still be on the cluster. */
export function grantCondition({ condition, endKind }: Pick<GrantView, "condition" | "endKind">): Said {
  const said = CONDITIONS[condition];
  return condition === "ended" && endKind !== null ? { ...said, word: ENDS[endKind] } : said;
}

/** Whether the worker still has something to do with it, so that the page is worth reading again soon. */
export function grantIsUnderWay({ condition }: Pick<GrantView, "condition">): boolean {
  return condition === "pending" || condition === "ending";
}
