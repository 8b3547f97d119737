// Runs on whatever Node is installed, from 20 on: installs the locked packages, among them Node 24, and hands over to it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const NEEDED_BYTES = 2 * 1024 ** 3;
const STOP_WITHIN_MS = 12_000;

/** @param {string} message */
function refuse(message) {
  console.error(message);
  process.exit(1);
}

/** @param {string} version such as "20.20.2"; @param {number} major @param {number} minor */
function atLeast(version, major, minor) {
  const [givenMajor = 0, givenMinor = 0] = version.split(".").map(Number);
  return givenMajor > major || (givenMajor === major && givenMinor >= minor);
}

/** @param {string} path */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined; // Absent, or npm was killed while it wrote: install again.
  }
}

/**
 * Whether node_modules holds what package-lock.json says. npm writes its own lock file there as the last step of an installation, so
 * an interrupted one is seen, and so is a lock file that changed since.
 */
function isInstalled() {
  const wanted = readLock(join(ROOT, "package-lock.json"));
  const present = readLock(join(ROOT, "node_modules", ".package-lock.json"));
  if (!wanted) refuse("package-lock.json is missing or damaged: get it back with git checkout package-lock.json.");
  if (!present) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    // Optional packages of other platforms are in the lock file, and on no one machine.
    return found ? found.version === entry.version && found.integrity === entry.integrity : entry.optional === true;
  });
}

function countInstalled() {
  const folder = join(ROOT, "node_modules");
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => !name.startsWith(".")).length;
}

async function install() {
  const { bavail, bsize } = statfsSync(ROOT);
  if (bavail * bsize < NEEDED_BYTES) {
    refuse(
      `Only ${Math.floor((bavail * bsize) / 1024 ** 2)} MB are free on the disk of ${ROOT}; the packages need 2048 MB. Free some space.`,
    );
  }
  const began = Date.now();
  const terminal = process.stdout.isTTY;
  const timer = setInterval(
    () =>
      process.stdout.write(`${terminal ? "\r" : ""}… Packages (${countInstalled()} folders)${terminal ? "" : "\n"}`),
    terminal ? 500 : 10_000,
  );
  const { code, output } = await npmCi();
  clearInterval(timer);
  if (terminal) process.stdout.write("\r\u001b[2K");
  if (code !== 0) {
    const full = /ENOSPC/.test(output) ? "The disk is full: free some space and start again.\n" : "";
    refuse(`${full}The packages could not be installed (npm ci):\n${output.trim().split("\n").slice(-15).join("\n")}`);
  }
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`✓ ${"Packages".padEnd(30)} ${seconds.padStart(6)} s`);
}

/** @returns {Promise<{ code: number | null, output: string }>} */
function npmCi() {
  return new Promise((resolve) => {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const child = spawn(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", (failure) => resolve({ code: 1, output: String(failure) }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** Node 24 as a package where there is one for this machine, else the Node that runs us, if it is new enough. */
function findNode() {
  const packaged = join(ROOT, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  if (existsSync(packaged) && spawnSync(packaged, ["--version"]).status === 0) return packaged;
  if (atLeast(process.versions.node, 22, 22)) return process.execPath;
  return refuse(
    `Headgate runs on Node 24, and there is no packaged one for this machine; yours is ${process.versions.node}. ` +
      'Install Node 24 (for example "brew install node@24" or "nvm install 24") and start again.',
  );
}

/** @param {string} node */
function handOver(node) {
  // The channel lets the launcher notice when we are killed: it then stops everything instead of running on unseen.
  const child = spawn(node, [join(ROOT, "local", "main.ts"), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const stop = (signal) => {
    child.kill(signal);
    setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(signal));
  child.once("error", (failure) => refuse(String(failure)));
  child.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGKILL" ? 137 : 1)));
  stopWithNpm(stop);
}

/**
 * npm passes signals on, but cannot when it is killed itself, and a shell between it and us passes on none. Either way somebody above us
 * is gone.
 */
function stopWithNpm(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const above = processesAbove();
  const timer = setInterval(() => {
    if (processesAbove() !== above) stop("SIGTERM");
  }, 1_000);
  timer.unref();
}

/** Our parent, and its parent where ours is the shell in which npm runs a script. */
function processesAbove() {
  const parent = process.ppid;
  try {
    // proc_pid_stat(5): pid (command) state ppid …
    const [, command, grandparent] = /^\d+ \((.*)\) \S (\d+)/.exec(readFileSync(`/proc/${parent}/stat`, "utf8")) ?? [];
    return /^(?:sh|dash|bash|ash)$/.test(command ?? "") ? `${parent} ${grandparent}` : String(parent);
  } catch {
    return String(parent); // No /proc here, or the parent ended this moment.
  }
}

if (!atLeast(process.versions.node, 20, 0)) {
  refuse(
    `Headgate needs Node 20 or later to start; this is ${process.versions.node}. Install a newer one, for example "nvm install 24".`,
  );
}
if (!isInstalled()) await install();
handOver(findNode());
