import { fail } from "#lib/domain/result";

/** Somebody, or the clock, was first. */
export function grantEnded() {
  return fail("conflict", "The grant has ended already.", { extra: { state: "ended" } });
}
