import { type AccessForm, GetAccessForm } from "#lib/contract/access";
import type { Database } from "#lib/db/database";
import { findAccessGiver } from "#lib/db/stores/access-givers";
import { databaseNow } from "#lib/db/stores/clock";
import { declaredClusters } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import type { Actor } from "#lib/domain/actor";
import type { Cluster } from "#lib/domain/cluster";
import { ok } from "#lib/domain/result";
import { latestExpiry } from "#lib/policy/access";
import { describeAccessLimits } from "#lib/policy/access-limits";
import { defineQuery } from "../define-query.ts";
import { teamsOf } from "../read/visible-to.ts";

/** What people ask for when nothing is said: long enough to be of use, short enough to be looked at again. */
const USUAL_MS = 90 * 86_400_000;

/** Everything that the form for access needs before the first keystroke: for which application, where, and until when the rules let it be. */
export const getAccessForm = defineQuery({
  name: "get-access-form",
  permission: "access.request",
  input: GetAccessForm,
  async handle({ actor, db }, wanted) {
    const [applications, clusters] = await Promise.all([applicationsOf(db, actor), declaredClusters(db)]);
    const application = applications.find(({ slug }) => slug === wanted.application) ?? applications[0];
    const usable = clusters.find(({ slug }) => application?.clusters.includes(slug));
    const cluster = clusters.find(({ slug }) => slug === wanted.cluster) ?? usable ?? clusters[0];
    return ok<AccessForm>({
      applications,
      clusters: clusters.map(({ slug, name, tier }) => ({ slug, name, tier })),
      application: application?.slug ?? null,
      cluster: cluster?.slug ?? null,
      topic: wanted.topic ?? null,
      ...(await limitsOf(db, cluster, wanted.topic ?? null)),
    });
  },
});

async function limitsOf(db: Database, cluster: Cluster | undefined, topic: string | null) {
  const now = await databaseNow(db);
  const usual = new Date(now.getTime() + USUAL_MS);
  if (!cluster) return { latestExpiry: null, suggestedExpiry: usual.toISOString(), limits: [] };

  const storable = topic?.isWellFormed() && !topic.includes("\u0000") ? topic : null;
  const giver = storable && (await findAccessGiver(db, cluster.slug, { name: storable, patternType: "LITERAL" }));
  // Without a topic nobody's team is in scope: rules for particular teams count once one is named.
  const subject = { cluster, team: giver ? giver.team : { slug: "" }, name: giver ? storable : null };
  const policies = await currentPolicies(db);
  const latest = latestExpiry(policies, { ...subject, classification: giver ? giver.classification : null, now });
  return {
    latestExpiry: latest?.toISOString() ?? null,
    suggestedExpiry: (latest !== null && latest < usual ? latest : usual).toISOString(),
    limits: describeAccessLimits(policies, subject),
  };
}

/** Applications of this person's teams, with where they can log in. */
function applicationsOf(db: Database, actor: Actor): Promise<AccessForm["applications"]> {
  return db.$queryRaw`
    SELECT a.slug, a.name, jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name) AS team,
      ARRAY(SELECT DISTINCT p.cluster_slug FROM principals p WHERE p.application_id = a.id AND p.ended_at IS NULL ORDER BY 1) AS clusters,
      coalesce((SELECT jsonb_agg(jsonb_build_object('cluster', p.cluster_slug, 'name', p.name) ORDER BY p.cluster_slug, p.name)
        FROM principals p WHERE p.application_id = a.id AND p.ended_at IS NULL), '[]') AS principals
    FROM applications a JOIN teams t ON t.id = a.team_id WHERE a.team_id = ANY (${teamsOf(actor)}::uuid[]) ORDER BY a.slug LIMIT 500`;
}
