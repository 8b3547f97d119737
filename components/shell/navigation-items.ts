import {
  AppWindow,
  Archive,
  ClipboardCheck,
  Diff,
  FileJson2,
  Import,
  Inbox,
  KeyRound,
  List,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Send,
  Server,
  Shield,
  Sparkles,
  UserCog,
  Users,
} from "lucide-react";
import type { Navigation } from "#lib/contract/pages";

export type NavigationItem = {
  href: string;
  label: string;
  icon: LucideIcon /** Things that wait there. */;
  count?: number;
};
export type NavigationGroup = { title: string | null; items: NavigationItem[] };

const PLATFORM: NavigationItem[] = [
  { href: "/admin/clusters", label: "Clusters", icon: Server },
  { href: "/admin/drift", label: "Drift", icon: Diff },
  { href: "/admin/acls", label: "ACLs", icon: ListChecks },
  { href: "/admin/import", label: "Import", icon: Import },
  { href: "/admin/policies", label: "Policies", icon: Shield },
  { href: "/admin/audit", label: "Audit", icon: ScrollText },
  { href: "/admin/teams", label: "Teams", icon: Users },
  { href: "/admin/users", label: "Users", icon: UserCog },
];

/** What the sidebar shows to this person; the platform's pages only to those who may open them. */
export function navigationGroups(navigation: Navigation): NavigationGroup[] {
  const main: NavigationItem[] = [
    { href: "/", label: "Inbox", icon: Inbox, count: navigation.waitingForMe },
    { href: "/topics", label: "Topics", icon: List },
    { href: "/schemas", label: "Schemas", icon: FileJson2 },
    { href: "/applications", label: "Applications", icon: AppWindow },
    { href: "/requests", label: "Requests", icon: Send },
    { href: "/approvals", label: "Approvals", icon: KeyRound, count: navigation.approvals },
    { href: "/campaigns", label: "Recertifications", icon: ClipboardCheck },
    { href: "/decommission", label: "Decommission", icon: Archive },
    { href: "/advice", label: "Advice", icon: Sparkles },
    { href: "/teams", label: "Teams", icon: Users },
  ];
  const mine = navigation.teams.map((team) => ({ href: `/teams/${team.slug}`, label: team.slug, icon: Users }));

  return [
    { title: null, items: main },
    { title: "My teams", items: mine },
    { title: "Platform", items: platformItems(navigation.person.platformRole) },
  ].filter((group) => group.items.length > 0);
}

function platformItems(role: Navigation["person"]["platformRole"]): NavigationItem[] {
  return role === "none" ? [] : PLATFORM;
}

/** The entry that the open page belongs to: the longest address that the page's begins with. */
export function currentHref(pathname: string, hrefs: readonly string[]): string | null {
  const containing = hrefs.filter((href) => href === pathname || (href !== "/" && pathname.startsWith(`${href}/`)));
  return containing.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
