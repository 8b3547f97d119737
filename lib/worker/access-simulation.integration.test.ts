import { describe, expect, it } from "vitest";
import { aclText, findAclTexts } from "#lib/db/worker-stores/acl-observations";
import { findGrants, type GrantRow } from "#lib/db/worker-stores/due-principals";
import { bindingKey } from "#lib/domain/acl-binding";
import { deriveBindings } from "#lib/plan/derive-bindings";
import { AccessSimulation } from "./test-access-simulation.ts";
import { skewedBySeed } from "./test-clock.ts";
import type { TestInstallation } from "./test-installation.ts";
import { simulationSeeds } from "./test-seeds.ts";
import { SimulationStage } from "./test-simulation-stage.ts";

/** SIMULATION_SEED=n runs that one, SIMULATION_RUNS=n as many from there on; the name of a failed test tells its seed. */
const SEEDS = simulationSeeds(20);
const STEPS = 50;

const stage = SimulationStage.prepare();

type PrincipalEnd = {
  applicationId: string;
  name: string;
  ended: boolean;
  state: string;
  reason: string | null;
  sealed: boolean;
  /** Keys of what is told to be missing. */
  missing: unknown[][];
};
type GrantEnd = { live: boolean; status: string; reason: string | null; request: string; principals: number };

const principalsOf = ({ owner }: TestInstallation, slug: string) => owner.$queryRaw<PrincipalEnd[]>`
  SELECT p.application_id AS "applicationId", p.name, p.ended_at IS NOT NULL AS ended, s.state, s.reason,
    EXISTS (SELECT FROM sealed_credentials c WHERE c.principal_id = p.id) AS sealed,
    coalesce((SELECT json_agg(json_build_array('User:' || p.name, resource_type, pattern_type, resource_name, operation, permission_type, host))
      FROM principal_bindings b WHERE b.principal_id = p.id AND b.state = 'missing'), '[]') AS missing
  FROM principals p JOIN principal_status s ON s.principal_id = p.id WHERE p.cluster_slug = ${slug} ORDER BY p.id`;

const grantsOf = ({ owner }: TestInstallation, slug: string) => owner.$queryRaw<GrantEnd[]>`
  SELECT g.state <> 'ended' AS live, s.state AS status, s.reason, r.state AS request,
    (SELECT count(*)::int FROM principals p WHERE p.application_id = g.application_id AND p.cluster_slug = g.cluster_slug
      AND p.ended_at IS NULL) AS principals
  FROM grants g JOIN grant_status s ON s.grant_id = g.id JOIN requests r ON r.id = g.request_id WHERE g.cluster_slug = ${slug}`;

/** What a principal's bindings must be on the cluster: what its live grants need, except what others deleted, which is told. */
function expectedOf(
  { applicationId, name, ended, reason, missing }: PrincipalEnd,
  grants: readonly GrantRow[],
): string[] {
  if (ended || reason === "foreign_user") return [];
  const lost = new Set(missing.map((key) => JSON.stringify(key)));
  const live = grants.filter((grant) => grant.live && grant.applicationId === applicationId);
  return deriveBindings(
    live.map(({ terms }) => terms),
    `User:${name}`,
  )
    .map(bindingKey)
    .filter((key) => !lost.has(key));
}

describe("whatever happens to access", () => {
  it.each(SEEDS)(
    "seed %i: in the end the cluster holds what is granted, and the database says what is true",
    { timeout: 60_000 },
    async (seed) => {
      const installation = await stage.next();
      const simulation = new AccessSimulation(installation, seed);
      await skewedBySeed(seed, async () => {
        await simulation.start();
        for (let step = 0; step < STEPS; step += 1) await simulation.step();
        await simulation.settle();
      });
      expect(simulation.history.violations).toEqual([]);

      const principals = await principalsOf(installation, simulation.slug);
      const applicationIds = [...new Set(principals.map(({ applicationId }) => applicationId))];
      const grants = await findGrants(installation.owner, simulation.slug, applicationIds);
      const expected = principals.flatMap((principal) => expectedOf(principal, grants));
      const live = simulation.cluster.aclSnapshot();
      expect(live.map(bindingKey).sort()).toEqual([...expected, ...simulation.outsiders.bindings.keys()].sort());

      for (const principal of principals) {
        if (principal.ended) expect(principal).toMatchObject({ state: "ended", sealed: false });
        else if (principal.state === "blocked") expect(principal.reason).not.toBeNull();
        else
          expect(principal).toMatchObject({ state: principal.reason === "drift" ? "drifted" : "ready", sealed: false });
        if (principal.missing.length > 0 && !principal.ended) expect(principal.state).not.toBe("ready");
      }
      for (const grant of await grantsOf(installation, simulation.slug)) {
        if (!grant.live) expect(grant.status).toBe("removed");
        else if (grant.principals === 0) expect(["applied", "pending"]).toContain(grant.status);
        else if (grant.status === "blocked") expect(grant.reason).toBe("foreign_user");
        else expect(grant).toMatchObject({ status: "applied", request: "applied" });
        if (!grant.live) expect(["applied", "superseded"]).toContain(grant.request);
      }
      const stored = await findAclTexts(installation.owner, simulation.slug);
      expect([...stored].sort()).toEqual(live.map(aclText).sort());
      expect(await installation.verifyTrail()).toMatchObject({ ok: true });
    },
  );
});
