import type { Actor } from "#lib/domain/actor";

/** The user behind an actor. Permissions that only people hold make sure that there is one; anything else is a bug. */
export function personOf(actor: Actor): string {
  if (actor.userId === null) throw new TypeError(`${actor.kind} is not a person`);
  return actor.userId;
}
