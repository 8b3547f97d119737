import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./test-database.ts";

type Column = { table: string; column: string; type: string; nullable: boolean };

const SQL_TYPES: Record<string, string> = {
  String: "text",
  "String @db.Uuid": "uuid",
  "String @db.VarChar": "character varying",
  "String[]": "ARRAY",
  "String[] @db.Uuid": "ARRAY",
  Int: "integer",
  BigInt: "bigint",
  Decimal: "numeric",
  "BigInt[]": "ARRAY",
  Boolean: "boolean",
  Float: "double precision",
  Json: "jsonb",
  DateTime: "timestamp with time zone",
};

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

describe("schema.prisma", () => {
  it("says of every column what the migrations made of it", async () => {
    const real = await database.owner.$queryRaw<Column[]>`
      SELECT table_name AS "table", column_name AS "column", data_type AS type, is_nullable = 'YES' AS nullable
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%'`;

    expect(declaredColumns().map(text).sort()).toEqual(real.filter(notGenerated).map(text).sort());
  });
});

/** A generated column may be null to Postgres, whatever it is made from; Prisma does not know the kind. */
function notGenerated({ table, column }: Column): boolean {
  return !(table === "topic_observations" && column === "collision_key");
}

function text({ table, column, type, nullable }: Column): string {
  return `${table}.${column} ${type}${nullable ? "?" : ""}`;
}

function declaredColumns(): Column[] {
  const schema = readFileSync(path.join(import.meta.dirname, "../../prisma/schema.prisma"), "utf8");
  const columns = [...schema.matchAll(/^model \w+ \{\n(.*?)^\}/gms)].flatMap(([, body = ""]) => {
    const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "";
    return body.split("\n").flatMap((line) => declaredColumn(table, line));
  });
  return columns.filter(notGenerated);
}

function declaredColumn(table: string, line: string): Column[] {
  const [, field, prismaType, list, optional] = /^ {2}(\w+)\s+(\w+)(\[\])?(\?)?/.exec(line) ?? [];
  if (!field || !prismaType) return [];

  const native = /@db\.(Uuid|VarChar)/.exec(line)?.[1];
  const type = SQL_TYPES[`${prismaType}${list ?? ""}${native ? ` @db.${native}` : ""}`] ?? `unknown type ${prismaType}`;
  return [{ table, column: /@map\("(\w+)"\)/.exec(line)?.[1] ?? field, type, nullable: optional === "?" }];
}
