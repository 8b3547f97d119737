import { randomUUID } from "node:crypto";
import { ImportTopics, type TopicsImported } from "#lib/contract/topic-imports";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { findCluster } from "#lib/db/stores/clusters";
import { allTeamSlugs, lockTeamsBySlug } from "#lib/db/stores/teams";
import { lockUnowned } from "#lib/db/stores/unowned-topics";
import { type Context, defineCommand, type Handled } from "../define-command.ts";
import { inOne } from "../requests/in-one.ts";
import { inTheWay, unknownTeam } from "../topic-import/import-refusals.ts";
import type { ImportCase } from "../topic-import/judge-import.ts";
import { resolveImport } from "../topic-import/resolve-import.ts";
import { submitImport } from "../topic-import/submit-import.ts";

/**
 * The platform asks that topics which nobody manages become teams', as they are: a request for each team, in one bundle, all or none. Another
 * admin approves them. What is its team's already is left alone, so that running it again imports nothing new.
 */
export const importTopics = defineCommand({
  name: "import-topics",
  permission: "topic.import",
  input: ImportTopics,
  async subject(db, { cluster: slug }) {
    const cluster = await findCluster(db, slug);
    return cluster && { cluster, subject: { kind: "cluster", id: slug, visibility: "everyone-signed-in" } };
  },
  async handle(context, { reason, ...choice }, { cluster }): Promise<Handled<TopicsImported>> {
    const { db } = context;
    // Whom a rule means is known only once it was applied, and teams are locked before topics: so it locks all of them.
    const slugs = choice.byRule ? await allTeamSlugs(db) : choice.topics.map(({ team }) => team);
    const teams = await lockTeamsBySlug(db, [...new Set(slugs)]);
    const unknown = unknownTeam(choice, teams);
    if (unknown) return unknown;
    await lockUnowned(db, cluster.slug);
    const resolved = await resolveImport(db, choice);
    if (!resolved.ok) return resolved;
    const { byTeam, alreadyOwned, conflicts } = resolved.value;
    if (conflicts.length > 0) return inTheWay(conflicts);

    const cases = [...teams.values()].flatMap((team): ImportCase[] => {
      const sights = byTeam.get(team.slug);
      return sights ? [{ cluster, team, sights }] : [];
    });
    return submitAll(context, cases, { reason, alreadyOwned });
  },
});

async function submitAll(
  context: Context,
  cases: readonly ImportCase[],
  { reason, alreadyOwned }: { reason: string; alreadyOwned: number },
): Promise<Handled<TopicsImported>> {
  const bundleId = cases.length > 0 ? randomUUID() : null;
  const submitted: Extract<Handled<RequestSubmitted>, { ok: true }>[] = [];
  for (const one of cases) {
    const stored = await submitImport(context, { ...one, reason, bundleId });
    if (!stored.ok) return stored;
    submitted.push(stored);
  }
  return inOne(submitted, (requests) => ({
    bundleId,
    alreadyOwned,
    requests: cases.flatMap(({ team, sights }, index) => {
      const request = requests[index];
      if (!request) return [];
      const { id, state, fingerprint } = request;
      return [{ id, state, fingerprint, team: team.slug, topics: sights.length }];
    }),
  }));
}
