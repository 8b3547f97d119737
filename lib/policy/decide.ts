import type { Actor } from "#lib/domain/actor";
import { type Permission, TokenPermission } from "#lib/domain/permission";
import type { Slot } from "#lib/domain/slot";
import { type Candidates, mayReject, slotsHeldBy } from "./held-slots.ts";
import { PERMISSION_RELATIONS, type Relation } from "./permissions.ts";

/** The loaded object that somebody wants to act on, reduced to what decides. Load it under its lock. */
export type Subject = {
  kind:
    | "topic"
    | "request"
    | "team"
    | "user"
    | "token"
    | "policy"
    | "cluster"
    | "audit"
    | "installation"
    | "application"
    | "principal"
    | "grant"
    | "campaign"
    | "webhook"
    | "subject"
    | "probe";
  id: string;
  /** The team that owns the object; of a request and a grant, the side that gives. */
  teamId?: string;
  /** The side that asks or holds: of a request, in whose name it is asked; of a grant, whose application has it. */
  askingTeamId?: string;
  /** Teams whose programs read it, or what a request would change. */
  readerTeamIds?: readonly string[];
  /** Who asked (a request). */
  requesterId?: string;
  /** Whose it is (a user, a token, settings). */
  userId?: string;
  /** The slots of a request that are still open. */
  slots?: readonly Slot[];
  /** People who already filled a slot of this request. */
  approverIds?: readonly string[];
  /** Teams that have nobody but the requester to fill their slot, or had their time to: a platform admin may stand in. */
  teamsToStandInFor?: readonly string[];
  /** `involved`: both sides, the people it is about, the platform and auditors; for anybody else it does not exist. */
  visibility: "everyone-signed-in" | "involved";
};

export type Decision =
  | { allowed: true; relation: Relation }
  | {
      allowed: false;
      /** False: answer exactly as for an object that does not exist (404). True: 403, naming `needed`. */
      visible: boolean;
      needed: readonly Relation[];
      reason: "anonymous" | "disabled" | "token-permission" | "four-eyes" | "readers-first" | "relation";
    };

/**
 * The one place that says who may do what. Pure; call it on the loaded object inside the transaction that acts.
 * Anonymous and disabled actors see nothing; a token is held to its own permissions before anything else is asked.
 */
export function decide(actor: Actor, permission: Permission, subject: Subject): Decision {
  const needed = PERMISSION_RELATIONS[permission];
  if (actor.kind === "anonymous") return { allowed: false, visible: false, needed, reason: "anonymous" };
  if (actor.disabled) return { allowed: false, visible: false, needed, reason: "disabled" };

  const visible = isVisible(actor, subject);
  if (!tokenCovers(actor, permission)) return { allowed: false, visible, needed, reason: "token-permission" };

  const relation = needed.find((candidate) => relations[candidate](actor, subject));
  if (relation) return { allowed: true, relation };

  const ownRequest = DECIDING.some((one) => needed.includes(one)) && relations.requester(actor, subject);
  // Would hold a slot, were there no reader who is still asked.
  const waits = needed.includes("slot-holder") && relations.decider(actor, subject);
  return { allowed: false, visible, needed, reason: ownRequest ? "four-eyes" : waits ? "readers-first" : "relation" };
}

/** True when an actor is signed in and enabled and, if it is a token, was given this permission; the object is judged elsewhere. */
export function holds(actor: Actor, permission: Permission): boolean {
  return actor.kind !== "anonymous" && !actor.disabled && tokenCovers(actor, permission);
}

function candidatesOf(subject: Subject): Candidates {
  return {
    slots: subject.slots ?? [],
    requesterId: subject.requesterId,
    approverIds: subject.approverIds ?? [],
    teamsToStandInFor: subject.teamsToStandInFor ?? [],
  };
}

/** Each relation as a question about a signed-in, enabled actor. Absent facts of a subject match nobody. */
const relations: { [R in Relation]: (actor: Actor, subject: Subject) => boolean } = {
  "any-signed-in": (actor) => actor.userId !== null,
  requester: (actor, subject) => isUser(actor, subject.requesterId),
  "requesting-member": (actor, subject) =>
    isUser(actor, subject.requesterId) && roleIn(actor, subject.askingTeamId) !== undefined,
  "member-of-team": (actor, subject) => roleIn(actor, subject.teamId) !== undefined,
  "owner-of-team": (actor, subject) => roleIn(actor, subject.teamId) === "owner",
  "member-of-asking-team": (actor, subject) => roleIn(actor, subject.askingTeamId) !== undefined,
  "owner-of-asking-team": (actor, subject) => roleIn(actor, subject.askingTeamId) === "owner",
  "platform-admin": (actor) => actor.userId !== null && actor.platformRole === "admin",
  auditor: (actor) => actor.userId !== null && actor.platformRole === "auditor",
  self: (actor, subject) => isUser(actor, subject.userId),
  "slot-holder": (actor, subject) => slotsHeldBy(actor, candidatesOf(subject)).length > 0,
  decider: (actor, subject) => mayReject(actor, candidatesOf(subject)),
  "member-of-reading-team": (actor, subject) =>
    (subject.readerTeamIds ?? []).some((teamId) => roleIn(actor, teamId) !== undefined),
  operator: (actor) => actor.kind === "system",
};

/** What nobody is to their own request. */
const DECIDING: readonly Relation[] = ["slot-holder", "decider"];

/** Whoever has one of these relations to an object knows that it exists. */
const INVOLVED: readonly Relation[] = [
  "requester",
  "member-of-team",
  "member-of-asking-team",
  "member-of-reading-team",
  "platform-admin",
  "auditor",
  "self",
  "slot-holder",
  "decider",
  "operator",
];

function isVisible(actor: Actor, subject: Subject): boolean {
  if (subject.visibility === "everyone-signed-in") return true;
  return INVOLVED.some((relation) => relations[relation](actor, subject));
}

function tokenCovers(actor: Actor, permission: Permission): boolean {
  if (actor.kind !== "token") return true;
  return TokenPermission.safeParse(permission).success && (actor.tokenPermissions ?? []).includes(permission);
}

function isUser(actor: Actor, userId: string | undefined): boolean {
  return userId !== undefined && actor.userId === userId;
}

function roleIn(actor: Actor, teamId: string | undefined): "member" | "owner" | undefined {
  return teamId === undefined ? undefined : actor.memberships.find((membership) => membership.teamId === teamId)?.role;
}
