import { PreviewTopicImport, type TopicImportPreview } from "#lib/contract/topic-imports";
import type { Database } from "#lib/db/database";
import { findCluster } from "#lib/db/stores/clusters";
import { allTeamSlugs, findTeams, type LockedTeam } from "#lib/db/stores/teams";
import { fail, ok } from "#lib/domain/result";
import type { BrokenRule } from "#lib/policy/adoption-violations";
import { defineQuery } from "../define-query.ts";
import { MOST_NAMED, unknownTeam } from "../topic-import/import-refusals.ts";
import { type ImportCase, rulesBroken } from "../topic-import/judge-import.ts";
import { resolveImport } from "../topic-import/resolve-import.ts";

/** The dry run of an import: how many topics whose team would get, what they break, what stands in the way. Nothing is stored. */
export const previewTopicImport = defineQuery({
  name: "preview-topic-import",
  permission: "import.read",
  subject: { kind: "installation", id: "import", visibility: "everyone-signed-in" },
  input: PreviewTopicImport,
  async handle({ db }, { reason: _, ...choice }) {
    const cluster = await findCluster(db, choice.cluster);
    if (!cluster) return fail("not_found", "There is no such thing, or you may not see it.");
    const unknown = unknownTeam(choice, new Set(await allTeamSlugs(db)));
    if (unknown) return unknown;

    const resolved = await resolveImport(db, choice);
    if (!resolved.ok) return resolved;
    const { byTeam, alreadyOwned, conflicts } = resolved.value;
    const teams = await findTeams(db, [...byTeam.keys()]);
    const parts = await Promise.all(
      [...byTeam].map(([slug, sights]) => partOf(db, { cluster, team: present(teams, slug), sights })),
    );
    return ok<TopicImportPreview>({
      topics: parts.reduce((sum, { summary }) => sum + summary.topics, 0),
      alreadyOwned,
      teams: parts.map(({ summary }) => summary).toSorted((one, other) => other.topics - one.topics),
      violations: together(parts.flatMap(({ broken }) => broken)),
      conflicts: conflicts.slice(0, MOST_NAMED),
      moreConflicts: Math.max(0, conflicts.length - MOST_NAMED),
    });
  },
});

function present(teams: ReadonlyMap<string, LockedTeam>, slug: string): LockedTeam {
  const team = teams.get(slug);
  if (!team) throw new Error(`team ${slug} was read and is gone`);
  return team;
}

async function partOf(db: Database, { cluster, team, sights }: ImportCase) {
  const partitions = sights.reduce((sum, { observed }) => sum + observed.partitions, 0);
  const sizeBytes = String(sights.reduce((sum, one) => sum + (one.sizeBytes ?? 0n), 0n));
  const { id, slug, name } = team;
  const summary = { team: { id, slug, name }, topics: sights.length, partitions, sizeBytes };
  return { summary, broken: await rulesBroken(db, { cluster, team, sights }) };
}

/** What several teams' topics break, rule by rule; budgets are each team's own. */
function together(broken: readonly BrokenRule[]): BrokenRule[] {
  const keyOf = ({ violation }: BrokenRule) =>
    violation.kind === "budget" ? violation.message : `${violation.policyId} ${violation.path}`;
  return [...Map.groupBy(broken, keyOf).values()]
    .flatMap(([first, ...others]) =>
      first ? [{ ...first, topics: others.reduce((sum, { topics }) => sum + topics, first.topics) }] : [],
    )
    .toSorted((one, other) => other.topics - one.topics);
}
