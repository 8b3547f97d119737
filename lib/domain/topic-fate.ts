/** What a managed topic was last seen to be: its state, and why it is in it. */
export type TopicStanding = { state: string; reason: string | null };

/**
 * What a deletion takes from the cluster, by what the worker last agreed on: the topic with every record, or nothing, because the topic is `gone`
 * or `replaced` by another one of its name. Whatever else is known, and where nothing is, the records count as lost: what was not seen yet is there.
 */
export function fateOfRecords({ state, reason }: TopicStanding): "lost" | "gone" | "replaced" {
  if (state === "missing") return "gone";
  return state === "blocked" && reason === "recreated_outside" ? "replaced" : "lost";
}
