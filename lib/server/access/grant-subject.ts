import type { Subject } from "#lib/policy/decide";

/** A grant as `decide` looks at it: given by one team, held by an application of another. */
export function grantSubject(grant: { id: string; teamId: string; askingTeamId: string }): Subject {
  return { kind: "grant", visibility: "involved", ...grant };
}
