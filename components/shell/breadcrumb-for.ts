import { topicHref } from "../topic/topic-href.ts";
import type { Crumb } from "../ui/breadcrumb.tsx";

const SECTIONS = new Map([
  ["topics", "Topics"],
  ["schemas", "Schemas"],
  ["requests", "Requests"],
  ["approvals", "Approvals"],
  ["applications", "Applications"],
  ["access", "Access"],
  ["offsets", "Offsets"],
  ["campaigns", "Recertifications"],
  ["decommission", "Decommission"],
  ["advice", "Advice"],
  ["teams", "Teams"],
  ["admin", "Platform"],
  ["settings", "Settings"],
  ["setup", "Setup"],
]);

const ADMIN_PAGES = new Map([
  ["clusters", "Clusters"],
  ["drift", "Drift"],
  ["acls", "ACLs"],
  ["import", "Import"],
  ["policies", "Policies"],
  ["audit", "Audit"],
  ["teams", "Teams"],
  ["users", "Users"],
]);

/** Forms about one topic. */
const TOPIC_FORMS = new Map([
  ["change", "Change"],
  ["delete", "Delete"],
]);

/** Sections whose own address is no page. */
const WITHOUT_PAGE = new Set(["admin", "access", "offsets"]);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray % in the address is not an encoding: it is shown as it stands.
    return segment;
  }
}

/** The way to a page, read from its address: `/topics/local/orders.x` is Topics / local / orders.x. */
export function breadcrumbFor(pathname: string): Crumb[] {
  const [section = "", ...rest] = pathname.split("/").filter(Boolean).map(decoded);
  if (section === "") return [{ label: "Inbox", href: null }];

  const root: Crumb = {
    label: SECTIONS.get(section) ?? section,
    href: rest.length > 0 && !WITHOUT_PAGE.has(section) ? `/${section}` : null,
  };
  if (rest[0] === "new") return [root, { label: "New", href: null }];
  if (section === "admin") return [root, ...rest.map((page) => ({ label: ADMIN_PAGES.get(page) ?? page, href: null }))];
  if (section === "requests") {
    const [id, page] = rest;
    const request = id === undefined ? [] : [{ label: `Request ${id}`, href: `/requests/${id}` }];
    return [root, ...request, ...(page ? [{ label: page === "edit" ? "Edit" : page, href: null }] : [])];
  }
  if (section === "campaigns" && rest.length > 0) return [root, { label: "Recertification", href: null }];
  if ((section === "topics" || section === "schemas") && rest.length > 0) {
    const [cluster = "", name, page] = rest;
    const clusterCrumb = { label: cluster, href: `/${section}?cluster=${encodeURIComponent(cluster)}` };
    if (name === undefined) return [root, clusterCrumb];
    const object = { label: name, href: null, mono: true };
    const form = section === "topics" ? TOPIC_FORMS.get(page ?? "") : undefined;
    if (form === undefined) return [root, clusterCrumb, object];
    return [root, clusterCrumb, { ...object, href: topicHref(cluster, name) }, { label: form, href: null }];
  }
  return [root, ...rest.map((label) => ({ label, href: null }))];
}
