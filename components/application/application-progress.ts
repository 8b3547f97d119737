import type { ApplicationView } from "#lib/contract/applications";
import { grantIsUnderWay } from "../access/grant-condition.ts";
import { isUnderWay, principalCondition } from "./principal-condition.ts";

type Progress = {
  /** Something is still to happen on a cluster, so the page is worth reading again soon. */
  underWay: boolean;
  /** How its principals stand, for screen readers. */
  words: string;
};

/** What an application's page has to follow. */
export function applicationProgress({
  principals,
  grants,
  openRequests,
}: Pick<ApplicationView, "principals" | "grants" | "openRequests">): Progress {
  const live = principals.filter(({ state }) => state !== "ended");
  return {
    underWay:
      live.some(isUnderWay) || grants.some(grantIsUnderWay) || openRequests.some(({ state }) => state === "approved"),
    words: live.map((principal) => `${principal.name}: ${principalCondition(principal).word}`).join(", "),
  };
}
