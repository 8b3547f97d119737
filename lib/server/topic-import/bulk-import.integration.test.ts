import { afterAll, beforeAll, expect, it } from "vitest";
import { seedPolicies } from "#lib/db/seed-policies";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { DEFAULT_POLICIES } from "#lib/ops/default-policies";
import { succeeded } from "../access/test-access.ts";
import { approveRequest } from "../commands/approve-request.ts";
import { importTopics } from "../commands/import-topics.ts";
import { listUnmanagedTopics } from "../queries/list-unmanaged-topics.ts";
import { previewTopicImport } from "../queries/preview-topic-import.ts";
import { runCommand } from "../run-command.ts";
import { runQuery } from "../run-query.ts";
import { createImportWorld, type ImportWorld, observeTopics } from "./test-import-world.ts";

const TOPICS = 5_000;
const BINDINGS = 10_000;

let database: TestDatabase;
let people: ImportWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createImportWorld(database.owner);
  await seedPolicies(database.urls.owner, DEFAULT_POLICIES);
  const names = Array.from({ length: TOPICS }, (_, index) => `legacy.area-${index % 50}.data_${index}`);
  await observeTopics(database, names, { partitions: 30, config: { "retention.ms": "-1" } });
  await database.owner.aclObservation.createMany({
    data: Array.from({ length: BINDINGS }, (_, index) => ({
      clusterSlug: "local",
      principal: index < TOPICS ? "User:team.billing-app" : `User:program-${index}`,
      resourceType: "TOPIC",
      patternType: "LITERAL",
      resourceName: names[index % TOPICS] ?? "",
      operation: index < TOPICS ? "WRITE" : "READ",
      permissionType: "ALLOW",
      host: "*",
    })),
  });
});
afterAll(() => database?.drop());

const byRule = { confidence: "likely", except: [] };
const choice = { cluster: "local", byRule };

/** The time is printed, not judged: what counts is how much, and a busy machine is no defect. */
async function timed<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  const began = performance.now();
  const value = await answer;
  process.stdout.write(`${what}: ${Math.round(performance.now() - began)} ms\n`);
  return value;
}

it(`takes over ${TOPICS} topics by rule, each with a record of its own, and none of them twice`, async () => {
  const { web } = database;
  const page = await timed(
    "a page of what nobody manages, by who may own it",
    runQuery(web, listUnmanagedTopics, people.admin, { cluster: "local", team: "billing" }),
  );
  expect(succeeded(page).items).toHaveLength(50);
  const preview = succeeded(await timed("dry run", runQuery(web, previewTopicImport, people.admin, choice)));
  expect(preview).toMatchObject({ topics: TOPICS, conflicts: [] });
  expect(preview.violations.map(({ violation }) => violation.policySlug)).toContain("partitions-production");

  const asking = runCommand(web, importTopics, people.admin, { ...choice, reason: "They were there before." });
  const [request, ...others] = succeeded(await timed("submission", asking)).requests;
  expect(others).toEqual([]);
  const decision = { requestId: request?.id, fingerprint: request?.fingerprint };
  succeeded(await timed("approval", runCommand(web, approveRequest, people.secondAdmin, decision)));

  const { owner } = database;
  expect(await owner.topic.count({ where: { adoptedBy: BigInt(request?.id ?? 0) } })).toBe(TOPICS);
  expect(await owner.nameReservation.count()).toBe(TOPICS);
  expect(await owner.auditEvent.count({ where: { action: "topic.given-owner" } })).toBe(TOPICS);
  const catalogue = await owner.$queryRaw`SELECT state, count(*)::int FROM catalogue GROUP BY state`;
  expect(catalogue).toEqual([{ state: "pending", count: TOPICS }]);
  const again = await runCommand(web, importTopics, people.admin, { ...choice, reason: "Once more." });
  expect(succeeded(again).requests).toEqual([]);
}, 120_000);
