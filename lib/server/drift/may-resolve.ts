import type { Allowed } from "#lib/contract/common";
import type { DriftDifference, DriftRow } from "#lib/contract/drift";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { decide, type Subject } from "#lib/policy/decide";
import { allowedTo } from "../read/allowed.ts";
import type { DriftedRecord } from "../read/drift-rows.ts";

type Drifted = Pick<DriftedRecord, "kind" | "id" | "team" | "reason">;

/** Nobody could: there is nothing that a request would write or take over. */
const NOTHING: Allowed = { allowed: false, needed: null };

/** What this person may ask for about a drifted object; the commands decide again. */
export function mayResolve(actor: Actor, about: Drifted, fields: readonly DriftDifference[]): DriftRow["may"] {
  if (about.reason !== "drift") return { revert: NOTHING, adopt: NOTHING, askForAccess: NOTHING };
  const may = (permission: Permission) => allowedTo(decide(actor, permission, subjectOf(about)));
  const revertable = fields.filter(({ revert }) => revert !== null);
  const adoptable = fields.some((field) => field.adoptable);
  switch (about.kind) {
    case "topic": {
      const resolve = may("topic.resolve-drift");
      return {
        revert: revertable.length > 0 ? resolve : NOTHING,
        adopt: adoptable ? resolve : NOTHING,
        askForAccess: NOTHING,
      };
    }
    case "principal": {
      const onlyExtra = revertable.every(({ desired }) => desired === null);
      const revert = may(onlyExtra ? "acl.request-removal" : "principal.resolve-drift");
      return {
        revert: revertable.length > 0 ? revert : NOTHING,
        adopt: adoptable ? may("principal.resolve-drift") : NOTHING,
        askForAccess: may("access.request"),
      };
    }
    case "subject":
      return {
        revert: revertable.length > 0 ? may("subject.revert") : NOTHING,
        adopt: may("subject.adopt"),
        askForAccess: NOTHING,
      };
  }
}

function subjectOf({ kind, id, team }: Drifted): Subject {
  return { kind, id, teamId: team.id, visibility: "everyone-signed-in" };
}
