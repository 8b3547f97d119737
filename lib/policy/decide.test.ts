import { describe, expect, it } from "vitest";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { PERMISSIONS, type Permission, TokenPermission } from "#lib/domain/permission";
import type { Slot } from "#lib/domain/slot";
import { decide, type Subject } from "./decide.ts";
import { PERMISSION_RELATIONS } from "./permissions.ts";

const person = (userId: string, more: Partial<Actor> = {}): Actor => ({
  ...ANONYMOUS,
  kind: "user",
  userId,
  name: userId,
  ...more,
});
const inTeam = (teamId: string, role: "member" | "owner") => ({ memberships: [{ teamId, teamSlug: teamId, role }] });

const requester = person("requester", inTeam("orders", "member"));
const actors = {
  anonymous: ANONYMOUS,
  disabled: person("disabled", { disabled: true, platformRole: "admin", ...inTeam("orders", "owner") }),
  stranger: person("stranger"),
  requester,
  "former requester": person("requester"),
  member: person("member", inTeam("orders", "member")),
  owner: person("owner", inTeam("orders", "owner")),
  "foreign owner": person("foreign", inTeam("payments", "owner")),
  auditor: person("auditor", { platformRole: "auditor" }),
  admin: person("admin", { platformRole: "admin" }),
  operator: { ...ANONYMOUS, kind: "system", name: "operator" },
} satisfies Record<string, Actor>;
type Role = keyof typeof actors;

const ownerSlot: Slot = { id: "owner-of-team", teamId: "orders", label: "an owner of orders" };
const adminSlot: Slot = { id: "platform-admin", label: "a platform admin" };

const request: Subject = {
  kind: "request",
  id: "r1",
  teamId: "orders",
  askingTeamId: "orders",
  requesterId: "requester",
  slots: [ownerSlot],
  visibility: "involved",
};
const team: Subject = { kind: "team", id: "orders", teamId: "orders", visibility: "everyone-signed-in" };
const open: Subject = { kind: "topic", id: "t1", teamId: "orders", visibility: "everyone-signed-in" };
const installation: Subject = { kind: "installation", id: "installation", visibility: "everyone-signed-in" };
const membersToken: Subject = { kind: "token", id: "k1", userId: "member", visibility: "involved" };
/** Given by orders, held by an application of payments. */
const grant: Subject = { kind: "grant", id: "g1", teamId: "orders", askingTeamId: "payments", visibility: "involved" };
const application: Subject = { kind: "application", id: "a1", teamId: "orders", visibility: "involved" };
const principal: Subject = { ...application, kind: "principal" };
/** Owned by orders, read by an application of payments. */
const readTopic: Subject = { ...open, readerTeamIds: ["payments"] };
const trail: Subject = { kind: "audit", id: "audit", visibility: "everyone-signed-in" };

const SIGNED_IN: Role[] = [
  "stranger",
  "requester",
  "former requester",
  "member",
  "owner",
  "foreign owner",
  "auditor",
  "admin",
];

/** Every permission, the object it is asked on, and everybody who has it. Written out, so that a change of the table shows here. */
const expected: { [P in Permission]: { subject: Subject; allowed: Role[] } } = {
  "topic.read": { subject: open, allowed: SIGNED_IN },
  "topic.request": { subject: team, allowed: ["requester", "member", "owner"] },
  "topic.change": { subject: open, allowed: ["requester", "member", "owner"] },
  "topic.describe": { subject: open, allowed: ["requester", "member", "owner"] },
  "drift.read": { subject: open, allowed: SIGNED_IN },
  "topic.resolve-drift": { subject: open, allowed: ["requester", "member", "owner", "admin"] },
  "topic.block": { subject: open, allowed: ["requester", "member", "owner"] },
  "topic.unblock": { subject: open, allowed: ["requester", "member", "owner", "admin"] },
  "topic.delete": { subject: open, allowed: ["requester", "member", "owner"] },
  "topic.claim": { subject: team, allowed: ["requester", "member", "owner"] },
  "topic.import": { subject: { ...installation, kind: "cluster" }, allowed: ["admin"] },
  "import.read": { subject: installation, allowed: ["auditor", "admin"] },
  "ownership.transfer": { subject: team, allowed: ["requester", "member", "owner", "admin"] },
  "group.reset": { subject: application, allowed: ["requester", "member", "owner"] },
  "topic.retry": { subject: open, allowed: ["requester", "member", "owner", "admin"] },
  "request.read": {
    subject: request,
    allowed: ["requester", "former requester", "member", "owner", "auditor", "admin"],
  },
  "request.edit": { subject: request, allowed: ["requester"] },
  "request.withdraw": { subject: request, allowed: ["requester", "former requester", "owner"] },
  "request.approve": { subject: request, allowed: ["owner"] },
  "request.reject": { subject: request, allowed: ["owner"] },
  "request.comment": { subject: request, allowed: ["requester", "former requester", "member", "owner", "admin"] },
  "request.copy": { subject: request, allowed: ["requester", "member", "owner"] },
  "request.cancel": { subject: request, allowed: ["owner", "admin"] },
  "request.retry": {
    subject: { ...request, askingTeamId: "payments" },
    allowed: ["owner", "foreign owner", "admin"],
  },
  "team.read": { subject: team, allowed: SIGNED_IN },
  "team.create": { subject: installation, allowed: ["admin", "operator"] },
  "team.update": { subject: team, allowed: ["owner", "admin"] },
  "team.manage-members": { subject: team, allowed: ["owner", "admin"] },
  "team.manage-prefixes": { subject: team, allowed: ["admin"] },
  "team.delete": { subject: team, allowed: ["admin"] },
  "user.read": { subject: { ...membersToken, kind: "user" }, allowed: ["member", "auditor", "admin"] },
  "user.manage": { subject: { ...membersToken, kind: "user" }, allowed: ["admin", "operator"] },
  "policy.read": { subject: { ...installation, kind: "policy" }, allowed: SIGNED_IN },
  "cluster.read": { subject: { ...installation, kind: "cluster" }, allowed: SIGNED_IN },
  "cluster.configure": { subject: { ...installation, kind: "cluster" }, allowed: ["admin"] },
  "cluster.confirm-identity": { subject: { ...installation, kind: "cluster" }, allowed: ["admin"] },
  "audit.read": { subject: trail, allowed: ["auditor", "admin"] },
  "token.read": { subject: membersToken, allowed: ["member", "admin"] },
  "token.create": { subject: membersToken, allowed: ["member", "operator"] },
  "token.revoke": { subject: membersToken, allowed: ["member", "admin", "operator"] },
  "settings.update": { subject: { ...membersToken, kind: "user" }, allowed: ["member"] },
  "application.read": { subject: application, allowed: ["requester", "member", "owner", "auditor", "admin"] },
  "application.create": { subject: team, allowed: ["requester", "member", "owner"] },
  "application.update": { subject: application, allowed: ["requester", "member", "owner"] },
  "application.delete": { subject: application, allowed: ["owner", "admin"] },
  "principal.request": { subject: application, allowed: ["requester", "member", "owner"] },
  "principal.issue-credential": { subject: principal, allowed: ["requester", "member", "owner"] },
  "principal.end": { subject: principal, allowed: ["owner", "admin"] },
  "principal.retry": { subject: principal, allowed: ["requester", "member", "owner", "admin"] },
  "principal.resolve-drift": { subject: principal, allowed: ["requester", "member", "owner", "admin"] },
  "access.request": { subject: application, allowed: ["requester", "member", "owner"] },
  "access.read": { subject: open, allowed: SIGNED_IN },
  "access.revoke": { subject: grant, allowed: ["owner", "foreign owner", "admin"] },
  "access.release": { subject: grant, allowed: ["foreign owner"] },
  "acl.read": { subject: installation, allowed: ["auditor", "admin"] },
  "acl.request-removal": { subject: team, allowed: ["requester", "member", "owner", "admin"] },
  "campaign.create": { subject: team, allowed: ["owner", "admin"] },
  "campaign.decide": { subject: { ...open, kind: "campaign" }, allowed: ["owner", "admin"] },
  "subject.read": { subject: open, allowed: SIGNED_IN },
  "schema.request": { subject: team, allowed: ["requester", "member", "owner"] },
  "subject.adopt": { subject: team, allowed: ["requester", "member", "owner", "admin"] },
  "subject.revert": { subject: { ...open, kind: "subject" }, allowed: ["requester", "member", "owner", "admin"] },
  "subject.retry": { subject: { ...open, kind: "subject" }, allowed: ["requester", "member", "owner", "admin"] },
  "topic.announce": { subject: open, allowed: ["owner", "admin"] },
  "topic.sample": { subject: readTopic, allowed: ["requester", "member", "owner", "foreign owner", "admin"] },
  "webhook.manage": { subject: { ...open, kind: "webhook" }, allowed: ["owner", "admin"] },
};

describe("who may do what", () => {
  const roles = Object.keys(actors) as Role[];
  const cases = PERMISSIONS.flatMap((permission) => roles.map((role) => ({ permission, role })));

  it.each(cases)("$permission by $role", ({ permission, role }) => {
    const { subject, allowed } = expected[permission];
    expect(decide(actors[role], permission, subject).allowed).toBe(allowed.includes(role));
  });

  it("names the relation that sufficed, or those that would", () => {
    expect(decide(actors.owner, "team.update", team)).toEqual({ allowed: true, relation: "owner-of-team" });
    expect(decide(actors.member, "team.update", team)).toEqual({
      allowed: false,
      visible: true,
      needed: PERMISSION_RELATIONS["team.update"],
      reason: "relation",
    });
  });
});

describe("what does not exist for somebody", () => {
  const seenBy = (role: Role, subject: Subject) => {
    const decision = decide(actors[role], "request.approve", subject);
    return decision.allowed || decision.visible;
  };

  it.each(["anonymous", "disabled", "stranger", "foreign owner"] as const)("a request is hidden from %s", (role) =>
    expect(seenBy(role, request)).toBe(false),
  );

  it.each(["requester", "former requester", "member", "owner", "auditor", "admin", "operator"] as const)(
    "a request is seen by %s",
    (role) => expect(seenBy(role, request)).toBe(true),
  );

  it("a request is seen by whoever may decide it, from another team too", () => {
    const slots: Slot[] = [{ id: "owner-of-team", teamId: "payments", label: "an owner of payments" }];
    expect(seenBy("foreign owner", { ...request, slots })).toBe(true);
  });

  it("says why: nobody, disabled, not involved", () => {
    expect(decide(actors.anonymous, "topic.read", open)).toMatchObject({ reason: "anonymous", visible: false });
    expect(decide(actors.disabled, "topic.read", open)).toMatchObject({ reason: "disabled", visible: false });
    expect(decide(actors.stranger, "request.read", request)).toMatchObject({ reason: "relation", visible: false });
  });
});

describe("who reads what a request would change", () => {
  const readerSlot: Slot = {
    id: "reader:payments",
    teamId: "payments",
    label: "Payments, who read it",
    standInFrom: "2026-03-07T09:00:00.000Z",
  };
  const asked: Subject = { ...request, readerTeamIds: ["payments"], slots: [readerSlot, ownerSlot] };
  const may = (role: Role, permission: Permission, subject = asked) =>
    decide(actors[role], permission, subject).allowed;

  it("sees it, comments on it and acknowledges it, and cannot reject it", () => {
    expect(may("foreign owner", "request.read")).toBe(true);
    expect(may("foreign owner", "request.comment")).toBe(true);
    expect(may("foreign owner", "request.approve")).toBe(true);
    expect(decide(actors["foreign owner"], "request.reject", asked)).toMatchObject({ allowed: false, visible: true });
  });

  it("goes on seeing it after the acknowledgement", () => {
    const after = { ...asked, slots: [ownerSlot], approverIds: ["foreign"] };
    expect(may("foreign owner", "request.read", after)).toBe(true);
    expect(may("foreign owner", "request.approve", after)).toBe(false);
  });

  it("comes before the owner, who may reject all the same", () => {
    const waiting = { allowed: false, visible: true, reason: "readers-first" };
    expect(decide(actors.owner, "request.approve", asked)).toMatchObject(waiting);
    expect(may("owner", "request.reject")).toBe(true);
    expect(may("owner", "request.approve", { ...asked, slots: [ownerSlot] })).toBe(true);
  });

  it("is nobody else: for a stranger it does not exist", () =>
    expect(decide(actors.stranger, "request.approve", asked)).toMatchObject({ allowed: false, visible: false }));
});

describe("four eyes", () => {
  const every: Subject = { ...request, slots: [ownerSlot, adminSlot], teamsToStandInFor: ["orders"] };

  it.each(["request.approve", "request.reject"] as const)(
    "%s is never the requester's, whatever they are",
    (permission) => {
      const mighty = person("requester", { platformRole: "admin", ...inTeam("orders", "owner") });
      expect(decide(mighty, permission, every)).toMatchObject({ allowed: false, visible: true, reason: "four-eyes" });
    },
  );

  it("holds for the requester's tokens too", () => {
    const tokenPermissions: Permission[] = ["request.approve"];
    const token: Actor = { ...requester, ...inTeam("orders", "owner"), kind: "token", tokenPermissions };
    expect(decide(token, "request.approve", every)).toMatchObject({ allowed: false, reason: "four-eyes" });
  });

  it("lets nobody fill two slots of one request", () => {
    const both = person("both", { platformRole: "admin", ...inTeam("orders", "owner") });
    expect(decide(both, "request.approve", every)).toMatchObject({ allowed: true });
    const after: Subject = { ...every, slots: [adminSlot], approverIds: ["both"] };
    expect(decide(both, "request.approve", after)).toMatchObject({ allowed: false, visible: true, reason: "relation" });
  });
});

describe("tokens", () => {
  const token = (tokenPermissions: Permission[], more: Partial<Actor> = {}): Actor => ({
    ...actors.admin,
    kind: "token",
    tokenPermissions,
    ...more,
  });

  it.each(PERMISSIONS)("%s needs the token's own permission", (permission) => {
    const { subject } = expected[permission];
    expect(decide(token([]), permission, subject)).toMatchObject({ allowed: false, reason: "token-permission" });
  });

  it("never gives more than its user has", () => {
    const weak = token([...PERMISSIONS], { userId: "stranger", platformRole: "none" });
    expect(decide(weak, "team.create", installation)).toMatchObject({ allowed: false, reason: "relation" });
    expect(decide(weak, "request.read", request)).toMatchObject({ allowed: false, visible: false });
  });

  it("never makes another token or changes its user's settings, even when the database says so", () => {
    const own = { userId: "member", platformRole: "none" } as const;
    for (const permission of ["token.create", "settings.update"] as const) {
      expect(TokenPermission.safeParse(permission).success).toBe(false);
      const decision = decide(token([permission], own), permission, membersToken);
      expect(decision).toMatchObject({ allowed: false, reason: "token-permission" });
    }
  });
});
