import type { Permission } from "#lib/domain/permission";

/** How an actor may stand to an object. */
export type Relation =
  | "any-signed-in"
  | "requester"
  /** The requester, still a member of the team that asks: somebody who left may take back, not go on asking. */
  | "requesting-member"
  | "member-of-team"
  | "owner-of-team"
  | "platform-admin"
  | "auditor"
  /** The user whom the object is about. */
  | "self"
  /** May fill a slot that is open, which is never the requester. */
  | "slot-holder"
  /** Somebody with access to the installation itself: the command line, the clock. */
  | "operator";

/** Which relation to the object suffices, for each permission; any one of them does. `docs/permissions.md` is printed from this. */
export const PERMISSION_RELATIONS: { readonly [P in Permission]: readonly [Relation, ...Relation[]] } = {
  "topic.read": ["any-signed-in"],
  "topic.request": ["member-of-team"],
  "topic.retry": ["member-of-team", "platform-admin"],
  "request.read": ["requester", "member-of-team", "slot-holder", "platform-admin", "auditor"],
  "request.edit": ["requesting-member"],
  "request.withdraw": ["requester", "owner-of-team"],
  "request.approve": ["slot-holder"],
  "request.reject": ["slot-holder"],
  "request.comment": ["requester", "member-of-team", "slot-holder", "platform-admin"],
  "request.copy": ["member-of-team"],
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
  "audit.read": ["platform-admin", "auditor"],
  "token.read": ["self", "platform-admin"],
  "token.create": ["self", "operator"],
  "token.revoke": ["self", "platform-admin", "operator"],
  "settings.update": ["self"],
};
