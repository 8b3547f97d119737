import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ClusterDefinition } from "#lib/kafka/cluster-definitions";
import { definitionOf, TestInstallation } from "./test-installation.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await TestInstallation.create();
});
afterAll(() => installation?.drop());
beforeEach(async () => {
  await installation.owner.$executeRaw`DELETE FROM worker_heartbeats`;
  await installation.owner.$executeRaw`DELETE FROM cluster_status`;
  await installation.owner.$executeRaw`DELETE FROM registry_status`;
  await installation.owner.$executeRaw`DELETE FROM clusters`;
});

const register = (worker: string, ...definitions: ClusterDefinition[]) => installation.register(worker, definitions);
const clusters = () => installation.owner.$queryRaw<unknown[]>`
  SELECT slug, name, detached_at IS NOT NULL AS detached, version FROM clusters ORDER BY slug`;

function moved(slug: string): ClusterDefinition {
  const definition = definitionOf(slug);
  const bootstrapServers = [{ host: "127.0.0.1", port: 2 }];
  return { ...definition, connection: { ...definition.connection, bootstrapServers } };
}

it("stores what is declared, once", async () => {
  expect(await register("one", definitionOf("a"), definitionOf("b"))).toEqual({ accepted: ["a", "b"], refused: [] });
  await register("one", definitionOf("a"), definitionOf("b"));
  await register("two", definitionOf("a"));
  expect(await clusters()).toMatchObject([
    { slug: "a", detached: false, version: 1 },
    { slug: "b", detached: false, version: 1 },
  ]);
});

it("does not take another password for another cluster", async () => {
  const withPassword = (password: string): ClusterDefinition => {
    const definition = definitionOf("a");
    const sasl = { mechanism: "PLAIN" as const, username: "headgate", password };
    return { ...definition, connection: { ...definition.connection, sasl } };
  };
  await register("one", withPassword("old"));
  expect(await register("two", withPassword("new"))).toEqual({ accepted: ["a"], refused: [] });
});

it("reports what no application may be called: the worker's own user and the super users", async () => {
  const definition = definitionOf("a", { superUsers: ["admin", "headgate"] });
  const sasl = { mechanism: "PLAIN" as const, username: "headgate", password: "password" };
  await register("one", { ...definition, connection: { ...definition.connection, sasl } });
  expect(
    await installation.owner.$queryRaw`SELECT reserved_principals AS reserved FROM clusters WHERE slug = 'a'`,
  ).toEqual([{ reserved: ["headgate", "admin"] }]);
});

it("refuses the later of two workers that mean different clusters, until the first is gone", async () => {
  await register("one", definitionOf("a"));
  expect(await register("two", moved("a"), definitionOf("b"))).toEqual({ accepted: ["b"], refused: ["a"] });
  expect(await register("one", definitionOf("a"))).toEqual({ accepted: ["a"], refused: [] });

  await installation.owner
    .$executeRaw`UPDATE worker_heartbeats SET beat_at = now() - interval '31 seconds' WHERE worker_id = 'one'`;
  expect(await register("two", moved("a"), definitionOf("b"))).toEqual({ accepted: ["a", "b"], refused: [] });
  expect(await register("one", definitionOf("a"))).toEqual({ accepted: [], refused: ["a"] });
});

it("takes another registry for another definition", async () => {
  const withRegistry = (url: string) => definitionOf("a", { registry: { url, requestTimeoutMs: 1_000 } });
  await register("one", withRegistry("http://127.0.0.1:1"));
  expect(await register("two", withRegistry("http://127.0.0.1:2"))).toEqual({ accepted: [], refused: ["a"] });
  expect(await register("two", definitionOf("a"))).toEqual({ accepted: [], refused: ["a"] });
  expect(await register("two", withRegistry("http://127.0.0.1:1"))).toEqual({ accepted: ["a"], refused: [] });
});

it("detaches a cluster that no living worker declares, and never deletes it", async () => {
  await register("one", definitionOf("a"), definitionOf("b"));
  await register("two", definitionOf("b"));
  expect(await clusters()).toMatchObject([{ slug: "a", detached: false }, { slug: "b" }]);

  await register("one", definitionOf("b"));
  expect(await clusters()).toMatchObject([
    { slug: "a", detached: true },
    { slug: "b", detached: false },
  ]);
  await register("one", definitionOf("a"), definitionOf("b"));
  expect(await clusters()).toMatchObject([{ slug: "a", detached: false }, { slug: "b" }]);
});

it("leaves a cluster attached for a minute after its lease ended, while its worker is restarted", async () => {
  await register("one", definitionOf("a"));
  await installation.owner.$executeRaw`
    INSERT INTO cluster_leases (cluster_slug, holder, acquired_at, expires_at) VALUES ('a', '', now(), now() - interval '50 seconds')`;
  await register("one", definitionOf("b"));
  expect(await clusters()).toMatchObject([{ slug: "a", detached: false }, { slug: "b" }]);

  await installation.owner.$executeRaw`UPDATE cluster_leases SET expires_at = now() - interval '61 seconds'`;
  await register("one", definitionOf("b"));
  expect(await clusters()).toMatchObject([{ slug: "a", detached: true }, { slug: "b" }]);
  await installation.owner.$executeRaw`DELETE FROM cluster_leases`;
});
