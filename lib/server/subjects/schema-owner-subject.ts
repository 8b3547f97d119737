import type { Connection } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { findTeamById, type LockedTeam, lockTeam } from "#lib/db/stores/teams";
import type { Actor } from "#lib/domain/actor";
import type { Loaded } from "../define-command.ts";

export type OwningTeam = Loaded & { team: LockedTeam };
export type OwnerAsked = { cluster: string; topic?: string | null | undefined; team?: string | null | undefined };

/**
 * Locks the team that a schema is asked for in the name of: the owner of the topic, else the team that is named. Where the topic is nobody's, a team of
 * the one who asks stands in, so that the refusal can say what is wrong with the topic.
 */
export async function schemaOwnerSubject(db: Connection, asked: OwnerAsked, actor: Actor): Promise<OwningTeam | null> {
  const slug = await owningTeam(db, asked, actor);
  const team = slug === null ? null : await lockTeam(db, slug);
  return team && teamAsSubject(team);
}

async function owningTeam(db: Connection, { cluster, topic, team }: OwnerAsked, actor: Actor): Promise<string | null> {
  const giver = topic ? await findAccessGiver(db, cluster, { name: topic, patternType: "LITERAL" }) : null;
  return giver?.team.slug ?? team ?? actor.memberships[0]?.teamSlug ?? null;
}

/** The team that owns a subject, under its lock. */
export async function lockedOwner(db: Connection, teamId: string): Promise<OwningTeam | null> {
  const found = await findTeamById(db, teamId);
  const team = found && (await lockTeam(db, found.slug));
  return team && teamAsSubject(team);
}

function teamAsSubject(team: LockedTeam): OwningTeam {
  return { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
}
