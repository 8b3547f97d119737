import type { GivenApplicationView } from "#lib/contract/applications";
import { type Database, sql } from "#lib/db/database";
import type { Application } from "#lib/db/stores/applications";
import type { Actor } from "#lib/domain/actor";
import { readGrantViews } from "../read/grant-views.ts";
import { applicationsGivenBy, recentGrants, teamsOf } from "../read/visible-to.ts";
import { openRequestsOf } from "./open-requests-of.ts";

/**
 * An application as somebody sees it whose teams give it access, or are asked to. Nothing of its principals but the names in the ACL lines that these teams
 * decide on; null for everybody else.
 */
export async function givenApplication(
  db: Database,
  actor: Actor,
  { id, slug, name, description, team }: Application,
  mostGrants: number,
): Promise<GivenApplicationView | null> {
  const contact = await contactOf(db, actor, id);
  if (!contact) return null;

  const theirs = sql`ANY (${teamsOf(actor)}::uuid[])`;
  const [grants, openRequests] = await Promise.all([
    readGrantViews(
      db,
      actor,
      sql`g.application_id = ${id}::uuid AND g.team_id = ${theirs} AND ${recentGrants}`,
      mostGrants,
    ),
    openRequestsOf(db, actor, id, sql`r.team_id = ${theirs}`),
  ]);
  return { view: "giving-side", id, slug, name, description, team, contact, grants, openRequests };
}

/** How to reach the team of an application; undefined unless this person stands on its giving side. */
async function contactOf(db: Database, actor: Actor, id: string): Promise<GivenApplicationView["contact"] | undefined> {
  const [contact] = await db.$queryRaw<GivenApplicationView["contact"][]>`
    SELECT t.contact_mail AS mail, t.contact_chat AS chat FROM applications a JOIN teams t ON t.id = a.team_id
    WHERE a.id = ${id}::uuid AND ${applicationsGivenBy(actor)}`;
  return contact;
}
