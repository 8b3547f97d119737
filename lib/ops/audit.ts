import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseEnvironment } from "#lib/config/environment";
import { MigrationEnvironment } from "#lib/config/migration-environment";
import { openDatabase } from "#lib/db/database";
import { auditHead, auditTrail } from "#lib/db/stores/audit-trail";
import { CHAIN_START, type ChainPlace, type ChainRow, verifyChain } from "#lib/domain/audit-chain";
import { OperatorMistake } from "./operator-mistake.ts";

/** `headgate audit export`: the whole trail as JSON lines on standard output, for `audit verify <file>` on any machine. */
export async function auditExport(): Promise<void> {
  await withDatabase(async (db) => {
    for await (const rows of auditTrail(db)) {
      for (const row of rows)
        console.log(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value)));
    }
  });
}

/**
 * `headgate audit verify [export.jsonl]`: recomputes the chain, of the database or offline of an export, and names the first row
 * that is missing or was changed. In the database the end is compared with the chain's head too; of an export, the end is
 * printed to be compared with one that was kept elsewhere.
 */
export async function auditVerify([file]: string[]): Promise<void> {
  if (file !== undefined) return say(await verify(rowsOf(file)));

  await withDatabase(async (db) => {
    const head = await auditHead(db);
    const end = await verify(auditTrail(db));
    // Rows appended while this ran are beyond the head that was read; fewer rows than that head are a cut.
    if (end.number < head.number)
      throw new OperatorMistake(`Broken: rows after ${end.number} are missing; the head is ${head.number}.`);
    say(end);
  });
}

async function verify(pages: AsyncIterable<ChainRow[]>): Promise<ChainPlace> {
  let place = CHAIN_START;
  for await (const rows of pages) {
    const verdict = verifyChain(rows, place);
    if (!verdict.ok) throw new OperatorMistake(`Broken at row ${verdict.brokenAt}: ${verdict.reason}.`);
    place = verdict.head;
  }
  return place;
}

async function* rowsOf(file: string): AsyncGenerator<ChainRow[]> {
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("{")) yield [JSON.parse(line) as ChainRow];
  }
}

function say({ number, hash }: ChainPlace): void {
  console.log(`Whole: ${number} rows, ending in ${hash}.`);
}

async function withDatabase(work: (db: ReturnType<typeof openDatabase>) => Promise<void>): Promise<void> {
  const { MIGRATION_DATABASE_URL: url } = parseEnvironment(MigrationEnvironment, process.env);
  const db = openDatabase(url, 1);
  try {
    await work(db);
  } finally {
    await db.$disconnect();
  }
}
