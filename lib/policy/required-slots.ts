import type { Risk, Slot } from "#lib/domain/slot";

/**
 * Who must approve: one row per thing that is asked for, one list per risk. An empty list means that nobody has to; the requester never
 * fills a slot, so `owner-of-team` within one team is another owner.
 */
const REQUIRED = {
  "topic.create": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "access.within-team": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "access.across-teams": {
    low: ["owner-of-team"],
    normal: ["owner-of-team"],
    high: ["owner-of-team", "platform-admin"],
  },
  "principal.scram": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "principal.external": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
  "principal.quota": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "principal.revert": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "acl.remove.owned": { low: ["owner-of-team"], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
  "acl.remove.unowned": { low: ["platform-admin"], normal: ["platform-admin"], high: ["platform-admin"] },
} as const satisfies { readonly [row: string]: { readonly [R in Risk]: readonly Slot["id"][] } };

/** What decides who must approve; finer than the kind of request. */
export type SlotRow = keyof typeof REQUIRED;

/**
 * The approvals that a request needs, in the order in which they are shown.
 * @param team the team that owns the object; its name is part of what people read
 */
export function requiredSlots(row: SlotRow, risk: Risk, team: { id: string; name: string }): Slot[] {
  const ids: readonly Slot["id"][] = REQUIRED[row][risk];
  return ids.map((id) => slots[id](team));
}

const slots: { readonly [Id in Slot["id"]]: (team: { id: string; name: string }) => Slot } = {
  "owner-of-team": ({ id, name }) => ({ id: "owner-of-team", teamId: id, label: `an owner of ${name}` }),
  "platform-admin": () => ({ id: "platform-admin", label: "a platform admin" }),
};
