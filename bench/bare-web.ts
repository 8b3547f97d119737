import { execFile, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "..");
const APP = join("bench", "bare-web");
const NEXT = join("node_modules", "next", "dist", "bin", "next");
const START_WITHIN_MS = 30_000;

export type BareWeb = { url: string; stop(): void };

/**
 * Builds and starts bench/bare-web: Next.js as the product has it, with route handlers that do nothing but send the product's SQL and
 * answer its rows.
 */
export async function startBareWeb(databaseUrl: string): Promise<BareWeb> {
  const environment = {
    ...process.env,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
  };
  // Turbopack takes the instrumentation of the folder above for the app's own.
  await promisify(execFile)(process.execPath, [NEXT, "build", APP, "--webpack"], { cwd: ROOT, env: environment });

  const port = await freePort();
  const args = [NEXT, "start", APP, "-H", "127.0.0.1", "-p", String(port)];
  const server = spawn(process.execPath, args, { cwd: ROOT, env: environment, stdio: "ignore" });
  const stop = () => server.kill("SIGKILL");
  process.once("exit", stop);

  const url = `http://127.0.0.1:${port}`;
  for (const giveUpAt = Date.now() + START_WITHIN_MS; !(await answers(url)); await sleep(100)) {
    if (Date.now() > giveUpAt || server.exitCode !== null) throw new Error("The bare route handlers do not answer.");
  }
  return { url, stop };
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
