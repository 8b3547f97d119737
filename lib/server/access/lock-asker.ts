import type { AccessItem } from "#lib/contract/access";
import type { Connection } from "#lib/db/database";
import { giverTeamIds } from "#lib/db/stores/access-givers";
import { findApplication, lockApplication } from "#lib/db/stores/applications";
import { lockTeams } from "#lib/db/stores/teams";
import { applicationSubject, type LoadedApplication } from "../applications/application-subject.ts";

/**
 * Locks everything that access for an application touches, in order: the teams on both sides, then the application. Null when there is no such
 * application.
 */
export async function lockAsker(
  db: Connection,
  slug: string,
  cluster: string,
  items: readonly Pick<AccessItem, "topic" | "patternType">[],
): Promise<LoadedApplication | null> {
  const found = await findApplication(db, slug);
  if (!found) return null;

  const asked = items.map(({ topic, patternType }) => ({ name: topic, patternType }));
  await lockTeams(db, [found.team.id, ...(await giverTeamIds(db, cluster, asked))]);
  const application = await lockApplication(db, slug);
  return application && { application, subject: applicationSubject(application) };
}
