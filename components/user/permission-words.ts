import type { TokenPermission } from "#lib/domain/permission";

/** What each permission of a token lets a program do, in words; a new permission without words does not compile. */
export const PERMISSION_WORDS: { readonly [P in TokenPermission]: string } = {
  "topic.read": "See the catalogue and topics",
  "topic.request": "Ask for a topic",
  "topic.retry": "Try a blocked topic again",
  "request.read": "See requests",
  "request.edit": "Change own requests",
  "request.withdraw": "Withdraw requests",
  "request.approve": "Approve requests",
  "request.reject": "Reject requests",
  "request.comment": "Comment on requests",
  "request.copy": "Copy a request to another cluster",
  "team.read": "See teams",
  "team.create": "Make teams",
  "team.update": "Change a team's name and contact",
  "team.manage-members": "Add and remove members",
  "team.manage-prefixes": "Give and take prefixes",
  "team.delete": "Delete teams",
  "user.read": "See people",
  "user.manage": "Make, change and disable accounts",
  "policy.read": "See the rules",
  "cluster.read": "See clusters",
  "cluster.confirm-identity": "Confirm a rebuilt cluster",
  "audit.read": "Read the audit trail",
  "token.read": "See own tokens",
  "token.revoke": "Revoke own tokens",
  "application.read": "See applications of the own teams",
  "application.create": "Make applications",
  "application.update": "Change applications",
  "application.delete": "Delete applications without access",
  "principal.request": "Ask for principals, quotas and repairs",
  "principal.issue-credential": "Make credentials and read them once",
  "principal.end": "End principals",
  "principal.retry": "Try a blocked principal again",
  "access.request": "Ask for access",
  "access.read": "See access to topics",
  "access.revoke": "Revoke access",
  "access.release": "Give access back",
  "acl.read": "See ACLs nobody granted",
  "acl.request-removal": "Ask for the removal of ACLs",
  "campaign.create": "Open recertifications",
  "campaign.decide": "Decide in recertifications",
  "webhook.manage": "Manage webhooks",
};

type Group = { title: string; permissions: readonly TokenPermission[] };

const TITLES: Record<string, string> = {
  topic: "Topics",
  request: "Requests",
  team: "Teams",
  user: "People",
  policy: "Platform",
  cluster: "Platform",
  audit: "Platform",
  token: "Tokens",
  application: "Access",
  principal: "Access",
  access: "Access",
  acl: "Access",
  campaign: "Access",
  webhook: "Platform",
};

/** The permissions by what they are about, in the order of a person's work. */
export const PERMISSION_GROUPS: readonly Group[] = [...new Set(Object.values(TITLES))].map((title) => ({
  title,
  permissions: (Object.keys(PERMISSION_WORDS) as TokenPermission[]).filter(
    (permission) => TITLES[permission.split(".")[0] ?? ""] === title,
  ),
}));
