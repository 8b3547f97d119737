import type { Permission } from "#lib/domain/permission";

/** How an actor may stand to an object. */
export type Relation =
  | "any-signed-in"
  | "requester"
  /** The requester, still a member of the team that asks: somebody who left may take back, not go on asking. */
  | "requesting-member"
  | "member-of-team"
  | "owner-of-team"
  /** Of the team in whose name it is asked, or whose application holds the grant: the other side. */
  | "member-of-asking-team"
  | "owner-of-asking-team"
  | "platform-admin"
  | "auditor"
  /** The user whom the object is about. */
  | "self"
  /** May fill a slot that is open, which is never the requester. */
  | "slot-holder"
  /** May fill a slot that decides, now or after the readers: may reject. */
  | "decider"
  /** Of a team whose programs read what would change. */
  | "member-of-reading-team"
  /** Somebody with access to the installation itself: the command line, the clock. */
  | "operator";

/** Which relation to the object suffices, for each permission; any one of them does. `docs/permissions.md` is printed from this. */
export const PERMISSION_RELATIONS: { readonly [P in Permission]: readonly [Relation, ...Relation[]] } = {
  "topic.read": ["any-signed-in"],
  "topic.request": ["member-of-team"],
  "topic.retry": ["member-of-team", "platform-admin"],
  "topic.change": ["member-of-team"],
  "topic.describe": ["member-of-team"],
  "topic.resolve-drift": ["member-of-team", "platform-admin"],
  "drift.read": ["any-signed-in"],
  "topic.block": ["member-of-team"],
  "topic.unblock": ["member-of-team", "platform-admin"],
  "topic.delete": ["member-of-team"],
  "topic.claim": ["member-of-team"],
  "topic.import": ["platform-admin"],
  "import.read": ["platform-admin", "auditor"],
  "ownership.transfer": ["member-of-team", "platform-admin"],
  "group.reset": ["member-of-team"],
  "request.read": [
    "requester",
    "member-of-team",
    "member-of-asking-team",
    "member-of-reading-team",
    "slot-holder",
    "platform-admin",
    "auditor",
  ],
  "request.edit": ["requesting-member"],
  "request.withdraw": ["requester", "owner-of-asking-team"],
  "request.approve": ["slot-holder"],
  "request.reject": ["decider"],
  "request.comment": [
    "requester",
    "member-of-team",
    "member-of-asking-team",
    "member-of-reading-team",
    "slot-holder",
    "platform-admin",
  ],
  "request.copy": ["member-of-team"],
  "request.cancel": ["owner-of-team", "platform-admin"],
  "request.retry": ["owner-of-team", "member-of-asking-team", "platform-admin"],
  "team.read": ["any-signed-in"],
  "team.create": ["platform-admin", "operator"],
  "team.update": ["owner-of-team", "platform-admin"],
  "team.manage-members": ["owner-of-team", "platform-admin"],
  "team.manage-prefixes": ["platform-admin"],
  "team.delete": ["platform-admin"],
  "user.read": ["self", "platform-admin", "auditor"],
  "user.manage": ["platform-admin", "operator"],
  "policy.read": ["any-signed-in"],
  "cluster.read": ["any-signed-in"],
  "cluster.confirm-identity": ["platform-admin"],
  "cluster.configure": ["platform-admin"],
  "audit.read": ["platform-admin", "auditor"],
  "token.read": ["self", "platform-admin"],
  "token.create": ["self", "operator"],
  "token.revoke": ["self", "platform-admin", "operator"],
  "settings.update": ["self"],
  "application.read": ["member-of-team", "platform-admin", "auditor"],
  "application.create": ["member-of-team"],
  "application.update": ["member-of-team"],
  "application.delete": ["owner-of-team", "platform-admin"],
  "principal.request": ["member-of-team"],
  "principal.issue-credential": ["member-of-team"],
  "principal.end": ["owner-of-team", "platform-admin"],
  "principal.retry": ["member-of-team", "platform-admin"],
  "principal.resolve-drift": ["member-of-team", "platform-admin"],
  "access.request": ["member-of-team"],
  "access.read": ["any-signed-in"],
  "access.revoke": ["owner-of-team", "owner-of-asking-team", "platform-admin"],
  "access.release": ["member-of-asking-team"],
  "acl.read": ["platform-admin", "auditor"],
  "acl.request-removal": ["member-of-team", "platform-admin"],
  "campaign.create": ["owner-of-team", "platform-admin"],
  "campaign.decide": ["owner-of-team", "platform-admin"],
  "subject.read": ["any-signed-in"],
  "schema.request": ["member-of-team"],
  "subject.adopt": ["member-of-team", "platform-admin"],
  "subject.revert": ["member-of-team", "platform-admin"],
  "subject.retry": ["member-of-team", "platform-admin"],
  "topic.announce": ["owner-of-team", "platform-admin"],
  "topic.sample": ["member-of-team", "member-of-reading-team", "platform-admin"],
  "webhook.manage": ["owner-of-team", "platform-admin"],
};
