export type ApplicationTab = "overview" | "access" | "clients" | "history";

/** The address of an application's page; the overview needs no tab in it. */
export function applicationHref(slug: string, tab: ApplicationTab = "overview"): string {
  return tab === "overview" ? `/applications/${slug}` : `/applications/${slug}?tab=${tab}`;
}
