import type { Risk, Slot } from "#lib/domain/slot";

/** What can be asked for. A new kind of request does not compile without its row. */
export type RequestKind = "topic.create";

/** Who must approve: one row per kind of request, one list per risk. An empty list means that nobody has to. */
const REQUIRED: { readonly [Kind in RequestKind]: { readonly [R in Risk]: readonly Slot["id"][] } } = {
  "topic.create": { low: [], normal: ["owner-of-team"], high: ["owner-of-team", "platform-admin"] },
};

/**
 * The approvals that a request needs, in the order in which they are shown.
 * @param team the team that owns the object; its name is part of what people read
 */
export function requiredSlots(kind: RequestKind, risk: Risk, team: { id: string; name: string }): Slot[] {
  return REQUIRED[kind][risk].map((id) => slots[id](team));
}

const slots: { readonly [Id in Slot["id"]]: (team: { id: string; name: string }) => Slot } = {
  "owner-of-team": ({ id, name }) => ({ id: "owner-of-team", teamId: id, label: `an owner of ${name}` }),
  "platform-admin": () => ({ id: "platform-admin", label: "a platform admin" }),
};
