export type SubjectTab = "fields" | "text" | "versions" | "readers" | "use";

type SubjectView = { tab?: SubjectTab; version?: number; from?: number; to?: number };

/**
 * The address of a subject's page; its fields need no tab in it, the latest version no number. A registry takes any name for a subject, so it is
 * encoded whole. A subject called `.` or `..` has no address: every client takes such a segment out of a path, encoded or not.
 */
export function subjectHref(cluster: string, subject: string, { tab, version, from, to }: SubjectView = {}): string {
  const path = `/schemas/${encodeURIComponent(cluster)}/${encodeURIComponent(subject)}`;
  const stated = { tab: tab === "fields" ? undefined : tab, version, from, to };
  const query = Object.entries(stated).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return query.length === 0 ? path : `${path}?${query.join("&")}`;
}
