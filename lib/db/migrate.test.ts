import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AppliedMigration, type Migration, MigrationRefused, pendingMigrations } from "./migrate.ts";

const migration = (name: string, sql = `-- ${name}`): Migration => ({
  name,
  sql,
  checksum: createHash("sha256").update(sql).digest("hex"),
});
const applied = (name: string, changes: Partial<AppliedMigration> = {}): AppliedMigration => ({
  name,
  checksum: migration(name).checksum,
  finished: true,
  rolledBack: false,
  ...changes,
});

const REPOSITORY = [migration("1_foundation"), migration("2_access"), migration("3_schemas")];
const pending = (history: AppliedMigration[], repository = REPOSITORY) =>
  pendingMigrations(repository, history).map(({ name }) => name);

describe("pendingMigrations", () => {
  test("all of them on an empty database, in order", () => {
    expect(pending([])).toEqual(["1_foundation", "2_access", "3_schemas"]);
  });

  test("the rest, whatever order the rows come in", () => {
    expect(pending([applied("2_access"), applied("1_foundation")])).toEqual(["3_schemas"]);
  });

  test("none when all are applied", () => {
    expect(pending(REPOSITORY.map(({ name }) => applied(name)))).toEqual([]);
  });

  test("one that was rolled back is applied again", () => {
    expect(pending([applied("1_foundation"), applied("2_access", { finished: false, rolledBack: true })])).toEqual([
      "2_access",
      "3_schemas",
    ]);
  });

  test.each([
    [
      "edited after it was applied",
      [applied("1_foundation", { checksum: "0".repeat(64) })],
      REPOSITORY,
      /1_foundation was edited/,
    ],
    ["failed earlier", [applied("1_foundation", { finished: false })], REPOSITORY, /1_foundation failed earlier/],
    [
      "applied, but not in the repository",
      [applied("0_elsewhere")],
      REPOSITORY,
      /0_elsewhere .* not in the repository/,
    ],
    ["new, but sorted before an applied one", [applied("2_access")], REPOSITORY, /1_foundation sorts before 2_access/],
  ])("refused: %s", (_, history, repository, message) => {
    expect(() => pending(history, repository)).toThrow(MigrationRefused);
    expect(() => pending(history, repository)).toThrow(message);
  });
});
