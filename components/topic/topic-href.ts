export type TopicTab = "overview" | "access" | "consumers" | "schema" | "config" | "history";

/** The address of a topic's page; the overview needs no tab in it. */
export function topicHref(cluster: string, name: string, tab: TopicTab = "overview"): string {
  const path = `/topics/${encodeURIComponent(cluster)}/${encodeURIComponent(name)}`;
  return tab === "overview" ? path : `${path}?tab=${tab}`;
}
