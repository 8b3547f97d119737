import { ClaimTopics } from "#lib/contract/topic-imports";
import { findCluster } from "#lib/db/stores/clusters";
import { lockTeam } from "#lib/db/stores/teams";
import { lockUnowned } from "#lib/db/stores/unowned-topics";
import { fail } from "#lib/domain/result";
import { defineCommand } from "../define-command.ts";
import { unknownCluster } from "../requests/refusals.ts";
import { inTheWay } from "../topic-import/import-refusals.ts";
import { resolveImport } from "../topic-import/resolve-import.ts";
import { submitImport } from "../topic-import/submit-import.ts";

/** A team asks for topics that nobody owns, as they are; the platform decides. */
export const claimTopics = defineCommand({
  name: "claim-topics",
  permission: "topic.claim",
  input: ClaimTopics,
  async subject(db, { team: slug }) {
    const team = await lockTeam(db, slug);
    return team && { team, subject: { kind: "team", id: team.id, teamId: team.id, visibility: "everyone-signed-in" } };
  },
  async handle(context, { cluster: slug, topics, reason }, { team }) {
    const cluster = await findCluster(context.db, slug);
    if (!cluster) return unknownCluster(slug);
    await lockUnowned(context.db, slug);

    const named = topics.map((name) => ({ name, team: team.slug }));
    const resolved = await resolveImport(context.db, { cluster: slug, topics: named });
    if (!resolved.ok) return resolved;
    const { byTeam, conflicts } = resolved.value;
    if (conflicts.length > 0) return inTheWay(conflicts);
    const sights = byTeam.get(team.slug);
    if (!sights)
      return fail("conflict", `${team.slug} owns ${topics.length === 1 ? topics[0] : "all of them"} already.`);
    return submitImport(context, { cluster, team, sights, reason, bundleId: null });
  },
});
