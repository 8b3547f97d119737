export type TopicTab = "overview" | "access" | "consumers" | "schema" | "config" | "history";

/** Pages of their own about a topic. */
type TopicForm = "change" | "delete" | "decommission";

/** The address of a topic's page, of one of its tabs, or of a form about it; the overview needs no tab in it. */
export function topicHref(cluster: string, name: string, place: TopicTab | TopicForm = "overview"): string {
  const path = `/topics/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`;
  if (place === "change" || place === "delete" || place === "decommission") return `${path}/${place}`;
  return place === "overview" ? path : `${path}?tab=${place}`;
}
