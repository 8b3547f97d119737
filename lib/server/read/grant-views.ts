import type { GrantView } from "#lib/contract/access";
import type { Allowed } from "#lib/contract/common";
import { type Connection, type Sql, sql } from "#lib/db/database";
import type { Actor } from "#lib/domain/actor";
import type { Permission } from "#lib/domain/permission";
import { decide } from "#lib/policy/decide";
import { grantSubject } from "../access/grant-subject.ts";
import { allowedTo } from "./allowed.ts";
import { type GrantRow, readGrantRows } from "./grant-rows.ts";
import { grantsVisibleTo } from "./visible-to.ts";

/**
 * The grants that this person may see, with what they may do: live ones first by their end, then the ended ones, newest first. `where` is SQL over aliases `g`
 * (grants) and `a` (applications).
 */
export async function readGrantViews(db: Connection, actor: Actor, where: Sql, limit: number): Promise<GrantView[]> {
  const rows = await readGrantRows(db, sql`${where} AND ${grantsVisibleTo(actor)}`, limit);
  return rows.map((row) => viewOf(actor, row));
}

function viewOf(actor: Actor, row: GrantRow): GrantView {
  return {
    ...row,
    since: row.since.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    lastActiveAt: row.lastActiveAt?.toISOString() ?? null,
    requestId: Number(row.requestId),
    may: whatThisPersonMay(actor, row),
  };
}

const ENDED: Allowed = { allowed: false, needed: "It has ended." };

function whatThisPersonMay(actor: Actor, { id, state, owner, application }: GrantRow): GrantView["may"] {
  if (state === "ended") return { renew: ENDED, revoke: ENDED, release: ENDED };

  const asking = { kind: "grant", id, teamId: application.team.id, visibility: "involved" } as const;
  const given = grantSubject({ id, teamId: owner.id, askingTeamId: application.team.id });
  const may = (permission: Permission) => allowedTo(decide(actor, permission, given));
  return {
    // Asked for by the holder's side, as the access itself was.
    renew: allowedTo(decide(actor, "access.request", asking)),
    revoke: may("access.revoke"),
    release: may("access.release"),
  };
}
