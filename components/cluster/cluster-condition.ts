import type { ClusterView } from "#lib/contract/platform";
import type { Tone } from "../ui/tone.ts";

type Condition = { tone: Tone; word: string };

const CONDITIONS: { readonly [C in ClusterView["condition"]]: Condition } = {
  unknown: { tone: "off", word: "Not seen yet" },
  reachable: { tone: "ok", word: "Reachable" },
  unreachable: { tone: "bad", word: "Unreachable" },
  identity_changed: { tone: "warn", word: "Another cluster answers" },
};

/** How a cluster is, in words. One that no worker declares any more is detached, whatever was last seen of it. */
export function clusterCondition({ condition, detachedAt }: Pick<ClusterView, "condition" | "detachedAt">): Condition {
  return detachedAt === null ? CONDITIONS[condition] : { tone: "off", word: "Detached" };
}

/** True while the mass-change guard stands: a cluster that answers has a message only then. */
export function isHeldBack({
  condition,
  message,
  detachedAt,
}: Pick<ClusterView, "condition" | "message" | "detachedAt">): boolean {
  return condition === "reachable" && message !== "" && detachedAt === null;
}
