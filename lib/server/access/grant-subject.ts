import type { Connection } from "#lib/db/database";
import { type Grant, lockGrant } from "#lib/db/stores/grants";
import type { Subject } from "#lib/policy/decide";
import type { Loaded } from "../define-command.ts";

/** A grant as `decide` looks at it: given by one team, held by an application of another. */
export function grantSubject(grant: { id: string; teamId: string; askingTeamId: string }): Subject {
  return { kind: "grant", visibility: "involved", ...grant };
}

/** Loads a grant under its lock and those of the teams on both sides, which alone know of it beside the platform and auditors. */
export async function lockedGrant(
  db: Connection,
  { grantId: id }: { grantId: string },
): Promise<(Loaded & { grant: Grant }) | null> {
  const grant = await lockGrant(db, id);
  return (
    grant && {
      grant,
      subject: grantSubject({ id, teamId: grant.team.id, askingTeamId: grant.application.team.id }),
    }
  );
}
