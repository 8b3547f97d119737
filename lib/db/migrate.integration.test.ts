import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { givePassword, migrateDatabase } from "./migrate.ts";

const owner = new URL(process.env.TEST_DATABASE_URL ?? "");
const superuser = process.env.TEST_SUPERUSER_DATABASE_URL ?? "";
const database = `migrate_${randomBytes(6).toString("hex")}`;
const url = Object.assign(new URL(owner), { pathname: `/${database}` }).href;
let folder: string;

beforeEach(async () => {
  await query(superuser, `CREATE DATABASE ${database} OWNER ${owner.username}`);
  folder = mkdtempSync(join(tmpdir(), "headgate-migrations-"));
  write("1_first", "CREATE TABLE first (id integer); INSERT INTO first VALUES (1);");
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await query(superuser, `DROP DATABASE ${database}`);
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

async function query(where: string, sql: string): Promise<unknown[]> {
  const client = new Client(where);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("migrateDatabase", () => {
  test("applies what is new, once, and records it as Prisma does", async () => {
    expect(await migrateDatabase(url, folder)).toEqual(["1_first"]);
    write("2_second", "CREATE TABLE second (id integer);");
    expect(await migrateDatabase(url, folder)).toEqual(["2_second"]);
    expect(await migrateDatabase(url, folder)).toEqual([]);

    const history =
      "SELECT migration_name, applied_steps_count, finished_at > started_at AS finished FROM _prisma_migrations ORDER BY 1";
    expect(await query(url, history)).toEqual([
      { migration_name: "1_first", applied_steps_count: 1, finished: true },
      { migration_name: "2_second", applied_steps_count: 1, finished: true },
    ]);
  });

  test("of two at once one waits, and finds nothing left to do", async () => {
    const both = await Promise.all([migrateDatabase(url, folder), migrateDatabase(url, folder)]);

    expect(both.flat()).toEqual(["1_first"]);
    expect(await query(url, "SELECT * FROM first")).toEqual([{ id: 1 }]);
  });

  test("a migration that fails leaves nothing of itself, and those before it stay", async () => {
    write("2_broken", "CREATE TABLE half (id integer); SELECT 1 / 0;");

    await expect(migrateDatabase(url, folder)).rejects.toThrow("2_broken failed and was rolled back");

    expect(await query(url, "SELECT to_regclass('first') AS first, to_regclass('half') AS half")).toEqual([
      { first: "first", half: null },
    ]);
    write("2_broken", "CREATE TABLE half (id integer);");
    expect(await migrateDatabase(url, folder)).toEqual(["2_broken"]);
  });

  test("an edited migration is refused", async () => {
    await migrateDatabase(url, folder);
    write("1_first", "CREATE TABLE first (id bigint);");

    await expect(migrateDatabase(url, folder)).rejects.toThrow("1_first was edited after it was applied");
  });
});

test("a role that was made without a password can sign in with the one it is given, quotes and all", async () => {
  const role = `${database}_role`;
  await query(owner.href, `CREATE ROLE ${role} NOLOGIN`);
  const password = `it's "quoted" \\ ${randomBytes(8).toString("hex")}`;

  await givePassword(owner.href, role, password);

  const login = Object.assign(new URL(owner), { username: role, password: encodeURIComponent(password) }).href;
  expect(await query(login, "SELECT current_user AS me")).toEqual([{ me: role }]);
  await query(owner.href, `DROP ROLE ${role}`);
});
