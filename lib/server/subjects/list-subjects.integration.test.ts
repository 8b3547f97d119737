import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#lib/db/test-database";
import { refused, succeeded } from "../access/test-access.ts";
import { listSubjects } from "../queries/list-subjects.ts";
import { runQuery } from "../run-query.ts";
import { createTestPeople, type TestPeople } from "../test-people.ts";
import { avro, manageSubject, observeSubject, schemaField } from "./test-subjects.ts";

let database: TestDatabase;
let people: TestPeople;

beforeAll(async () => {
  database = await createTestDatabase();
  people = await createTestPeople(database.owner);
  const db = database.owner;
  const { teamId } = people;
  const fields = ["id", "Total_Amount", "totals[].net", "total_tax", "total_fee"].map((path) =>
    schemaField(path, { doc: path === "id" ? "What the SHOP calls it" : "" }),
  );
  await observeSubject(db, "orders.placed.v1-value", { versions: [{ id: 1, schema: avro("Placed", []), fields }] });
  await manageSubject(db, "orders.placed.v1-value", { teamId, topic: "orders.placed.v1", part: "value" });
  await manageSubject(db, "orders.sent.v1-value", { teamId, topic: "orders.sent.v1", part: "value", state: "pending" });
  await manageSubject(db, "orders.gone.v1-value", { teamId, topic: "orders.gone.v1", part: "value", state: "deleted" });
  await observeSubject(db, "legacy/%2F..", {
    versions: [{ id: 2, schema: "{}" }],
    schemaType: "JSON",
    compatibility: "NONE",
  });
});
afterAll(() => database?.drop());

const list = async (input: object) => succeeded(await runQuery(database.web, listSubjects, people.stranger, input));
const names = async (input: object) => (await list(input)).items.map(({ subject }) => subject);

describe("the list of subjects", () => {
  it("has what is managed and what was only seen, each once, without what was deleted", async () => {
    const { items, nextCursor } = await list({});
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([
      {
        subject: "legacy/%2F..",
        state: "unmanaged",
        team: null,
        schemaType: "JSON",
        latestVersion: 1,
        compatibility: "NONE",
      },
      {
        subject: "orders.placed.v1-value",
        state: "ready",
        team: { slug: "orders" },
        latestVersion: 1,
        compatibility: "FULL",
      },
      { subject: "orders.sent.v1-value", state: "pending", topic: "orders.sent.v1", latestVersion: null, found: [] },
    ]);
    expect(await names({ state: "deleted" })).toEqual(["orders.gone.v1-value"]);
  });

  it("finds by a field's path and documentation, whatever the case, and says which; three of them at most", async () => {
    const [found] = (await list({ q: "total" })).items;
    expect(found?.found.map(({ path }) => path)).toEqual(["Total_Amount", "totals[].net", "total_tax"]);
    const [byDoc] = (await list({ q: "the shop" })).items;
    expect(byDoc).toMatchObject({
      subject: "orders.placed.v1-value",
      found: [{ path: "id", doc: "What the SHOP calls it" }],
    });
    expect(await names({ q: "SENT" })).toEqual(["orders.sent.v1-value"]);
    expect(await names({ q: "%" })).toEqual(["legacy/%2F.."]);
  });

  it("is filtered by cluster, team, type and state", async () => {
    expect(await names({ team: "orders" })).toHaveLength(2);
    expect(await names({ team: "payments" })).toEqual([]);
    expect(await names({ cluster: "elsewhere" })).toEqual([]);
    expect(await names({ type: "JSON" })).toEqual(["legacy/%2F.."]);
    expect(await names({ state: "unmanaged" })).toEqual(["legacy/%2F.."]);
  });

  it("is paged without loss or repetition", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ subject }) => subject));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual(await names({}));
    expect(refused(await runQuery(database.web, listSubjects, people.stranger, { cursor: "nonsense" })).code).toBe(
      "invalid_input",
    );
  });

  it("answers 2,000 subjects with 20,000 fields from the indexes", async () => {
    await database.owner.$executeRaw`
      INSERT INTO subject_observations (cluster_slug, name, compatibility, latest_version, schema_type)
      SELECT 'local', 'many.' || lpad(n::text, 5, '0') || '-value', 'BACKWARD', 1, 'AVRO' FROM generate_series(1, 2000) n`;
    await database.owner.$executeRaw`
      INSERT INTO subject_fields (cluster_slug, name, position, path, type, doc)
      SELECT 'local', 'many.' || lpad(n::text, 5, '0') || '-value', f, 'part' || n || '.column' || f, 'string', 'Holds ' || md5(n::text || f)
      FROM generate_series(1, 2000) n, generate_series(1, 10) f`;
    await database.owner.$executeRaw`VACUUM ANALYZE subject_fields`;

    expect((await list({ q: "part1999.column7" })).items).toMatchObject([{ found: [{ path: "part1999.column7" }] }]);
    expect((await list({ q: "many." })).items).toHaveLength(50);
    const plan = await database.owner.$queryRaw<{ "QUERY PLAN": string }[]>`
      EXPLAIN SELECT FROM subject_fields WHERE lower(path) LIKE lower('%part1999%') OR lower(doc) LIKE lower('%part1999%')`;
    expect(plan.map((line) => line["QUERY PLAN"]).join("\n")).toContain("subject_fields_path_idx");
  });
});
