import type { Page } from "#lib/contract/common";
import { ListUnmanagedTopics, type UnmanagedTopic } from "#lib/contract/topic-imports";
import type { Database } from "#lib/db/database";
import { findCluster, topicDefaults } from "#lib/db/stores/clusters";
import { currentPolicies } from "#lib/db/stores/policies";
import { findTeams } from "#lib/db/stores/teams";
import { topicSights, unownedNames } from "#lib/db/stores/unowned-topics";
import type { Cluster } from "#lib/domain/cluster";
import type { OwnerCandidate } from "#lib/domain/owner-candidate";
import type { Policy } from "#lib/domain/policy";
import { fail, ok } from "#lib/domain/result";
import type { TopicDefaults } from "#lib/domain/topic-defaults";
import { adoptionViolations, violationsInShort } from "#lib/policy/adoption-violations";
import { defineQuery } from "../define-query.ts";
import { containing } from "../read/containing.ts";
import { decodeCursor, pageFrom } from "../read/cursor.ts";
import type { SeenTopic } from "../topic-import/judge-import.ts";
import { suggestOwners } from "../topic-import/suggest-owners.ts";
import { isSeen } from "../topic-import/topic-import.ts";

type Wanted = { team?: string | undefined; confidence?: string | undefined; none?: boolean | undefined };

/** Topics of a cluster that nobody manages, by name, each with who may own it and what it breaks of today's rules. */
export const listUnmanagedTopics = defineQuery({
  name: "list-unmanaged-topics",
  permission: "import.read",
  subject: { kind: "installation", id: "import", visibility: "everyone-signed-in" },
  input: ListUnmanagedTopics,
  async handle({ db }, { cluster: slug, q, cursor, limit, ...wanted }) {
    const place = decodeCursor(cursor, ["string"] as const);
    if (!place.ok) return place;
    const cluster = await findCluster(db, slug);
    if (!cluster) return fail("not_found", "There is no such thing, or you may not see it.");

    const filtered = Object.values(wanted).some((value) => value !== undefined);
    // Who may own a topic is known only once it was inferred, so that a filter on it looks at all of them.
    const most = filtered ? {} : { limit: limit + 1 };
    const names = await unownedNames(db, slug, { pattern: q && containing(q), after: place.value?.[0], ...most });
    const owners = await suggestOwners(db, slug, names);
    const fitting = names.filter((name) => fits(wanted, owners.get(name)?.[0])).slice(0, limit + 1);
    const sights = (await topicSights(db, slug, fitting)).filter(isSeen);
    const items = await described(db, cluster, sights, owners);
    return ok<Page<UnmanagedTopic>>(
      pageFrom(
        items,
        limit,
        (item) => item,
        ({ name }) => [name],
      ),
    );
  },
});

function fits({ team, confidence, none }: Wanted, first: OwnerCandidate | undefined): boolean {
  if (none) return first === undefined;
  if (team !== undefined && first?.team !== team) return false;
  return confidence === undefined || first?.confidence === confidence;
}

async function described(
  db: Database,
  cluster: Cluster,
  sights: readonly SeenTopic[],
  owners: ReadonlyMap<string, OwnerCandidate[]>,
): Promise<UnmanagedTopic[]> {
  const around = { cluster, policies: await currentPolicies(db), defaults: await topicDefaults(db, cluster.slug) };
  const likeliest = new Set(sights.flatMap(({ name }) => owners.get(name)?.[0]?.team ?? []));
  const teams = await findTeams(db, [...likeliest]);
  return sights.map((sight) => {
    const candidates = owners.get(sight.name) ?? [];
    const team = teams.get(candidates[0]?.team ?? "") ?? null;
    return { ...rowOf(sight), candidates, violations: violationsOf(around, sight, team) };
  });
}

function rowOf({ name, observed, sizeBytes, lastWrittenAt, claimedBy }: SeenTopic) {
  return {
    name,
    partitions: observed.partitions,
    replicationFactor: observed.replicationFactor,
    retentionMs: observed.config["retention.ms"] ?? null,
    sizeBytes: sizeBytes?.toString() ?? null,
    lastWrittenAt: lastWrittenAt?.toISOString() ?? null,
    requestId: claimedBy,
  };
}

/** Of a topic that nothing points to an owner of, only the rules that hold whoever owns it. */
function violationsOf(
  { cluster, policies, defaults }: { cluster: Cluster; policies: readonly Policy[]; defaults: TopicDefaults },
  { name, observed, sizeBytes }: SeenTopic,
  team: { slug: string; prefixes: readonly string[] } | null,
) {
  const rules = team ? policies : policies.filter(({ rule }) => rule.kind !== "topic-name");
  const topics = [{ name, spec: observed, sizeBytes }];
  const broken = adoptionViolations(rules, { cluster, team: team ?? NOBODY, topics, defaults, usage: null });
  const ofNames = ({ violation }: (typeof broken)[number]) => violation.policyId === "prefix-right";
  return violationsInShort(team ? broken : broken.filter((one) => !ofNames(one)), 1);
}

const NOBODY = { slug: "", prefixes: [] };
