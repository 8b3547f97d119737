import { expect, it } from "vitest";
import { LeaseLost } from "#lib/db/worker-stores/cluster-leases";
import { saveSubjectObservations } from "#lib/db/worker-stores/subject-observations";
import { removeUnusedSchemas } from "#lib/db/worker-stores/unused-schemas";
import { forgetSchemas } from "./forget-schemas.ts";
import { observeSubjects } from "./observe-subjects.ts";
import { SubjectBench } from "./test-subject-bench.ts";
import { record } from "./test-subjects.ts";

/** A transaction that stays open while others work, also on a busy machine. */
const PATIENCE = { maxWait: 20_000, timeout: 30_000 };

const bench = SubjectBench.prepare();

const worker = () => bench.installation.database.worker;
async function stored(): Promise<number[]> {
  const rows = await bench.installation.owner.$queryRaw<{ id: number }[]>`
    SELECT schema_id AS id FROM schema_observations WHERE cluster_slug = ${bench.subjects.cluster} ORDER BY 1`;
  return rows.map(({ id }) => id);
}
/** Texts that no version has. */
const leave = (first: number, last: number) => bench.installation.owner.$executeRaw`
  INSERT INTO schema_observations (cluster_slug, schema_id, schema_type, schema)
  SELECT ${bench.subjects.cluster}, id, 'AVRO', '{}' FROM generate_series(${first}::int, ${last}::int) id`;

it("a text stays as long as a version has it, a softly deleted one too; gone, it is read anew when it comes back", async () => {
  bench.registry.registerOutside("a-value", record("id"));
  bench.registry.registerOutside("a-value", record("id", "note"));
  bench.registry.registerOutside("b-value", record("id", "note"));
  bench.registry.registerOutside("c-value", record("other"));
  await observeSubjects(bench.session);
  const [id = 0, note = 0, other = 0] = await stored();
  bench.registry.deleteOutside("a-value", 1);
  bench.registry.deleteOutside("a-value", 2);
  bench.registry.deleteOutside("c-value");
  bench.registry.registerOutside("a-value", record("id"));
  bench.registry.deleteOutside("a-value", 1, true);
  await observeSubjects(bench.session);
  expect(await stored()).toEqual([id, note, other]);
  const before = await bench.subjects.observations();
  await observeSubjects(bench.session);
  expect(await stored()).toEqual([id, note]);
  expect(await bench.subjects.observations()).toEqual(before);

  bench.registry.registerOutside("c-value", record("other"));
  await observeSubjects(bench.session);
  const back = expect.objectContaining({ name: "c-value", fields: ["other"] });
  expect(await bench.subjects.observations()).toContainEqual(back);
});

it("more than goes at once goes, of this cluster only, and by nobody but who holds its lease", async () => {
  bench.registry.registerOutside("a-value", record("id"));
  await observeSubjects(bench.session);
  const before = await stored();
  await leave(1_000_001, 1_002_500);
  const elsewhere = () => bench.installation.owner.schemaObservation.count({ where: { clusterSlug: "local" } });
  await bench.installation.owner
    .$executeRaw`INSERT INTO schema_observations (cluster_slug, schema_id, schema_type, schema) VALUES ('local', 1000001, 'AVRO', '{}')`;

  const earlier = bench.session;
  await bench.takeOver("worker-2");
  await expect(forgetSchemas(earlier, new Set([1_000_001]), [])).rejects.toThrow(LeaseLost);
  expect(await stored()).toHaveLength(before.length + 2_500);
  await observeSubjects(bench.session);
  expect(await stored()).toEqual(before);
  expect(await elsewhere()).toBe(1);
});

it("a text stays that a version has by now, and one that a version is being stored for this moment", async () => {
  const { cluster } = bench.subjects;
  await leave(7, 8);
  const seen = (name: string, schemaId: number) => ({
    ...{ name, compatibility: "FULL" as const, ownLevel: true },
    versions: [{ version: 1, schemaId, deleted: false }],
  });
  await saveSubjectObservations(worker(), cluster, [seen("a-value", 7)], null);
  await worker().$transaction(async (tx) => {
    await saveSubjectObservations(tx, cluster, [seen("b-value", 8)], null);
    expect(await worker().$transaction((other) => removeUnusedSchemas(other, cluster, [7, 8]))).toBe(0);
  }, PATIENCE);
  expect(await stored()).toEqual([7, 8]);
});
