import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { answering } from "./answering.ts";
import { LOOPBACK } from "./ports.ts";
import type { ProcessGroup } from "./process-group.ts";
import { DAMAGED_DATA } from "./refusal.ts";
import type { Settings } from "./settings.ts";

/** What the schema registry is started with. */
export interface Registry {
  java: string;
  /** Folder of the unpacked program. */
  program: string;
}

/** Where its Confluent-compatible API begins. */
export function registryUrl(settings: Settings): string {
  return `http://${LOOPBACK}:${settings.ports.registry}/apis/ccompat/v7`;
}

/**
 * Starts the schema registry (Apicurio) on the data folder.
 *
 * @throws Refusal with the end of its log when it does not answer
 */
export async function startRegistry(group: ProcessGroup, settings: Settings, registry: Registry): Promise<void> {
  const folder = join(settings.data, "registry");
  mkdirSync(folder, { recursive: true });
  const properties = {
    "quarkus.http.host": LOOPBACK,
    "quarkus.http.port": String(settings.ports.registry),
    // Its health and metrics listen apart, on all addresses and port 9000 unless they are told; nobody asks for them here.
    "quarkus.management.host": LOOPBACK,
    "quarkus.management.port": "0",
    "quarkus.http.access-log.enabled": "false",
    "apicurio.storage.kind": "sql",
    "apicurio.storage.sql.kind": "h2",
    // At the default of 500 ms a registry that is killed forgets what it has just answered.
    "apicurio.datasource.url": `jdbc:h2:file:${join(folder, "registry")};WRITE_DELAY=0`,
  };
  const part = group.start({
    name: "registry",
    command: registry.java,
    args: [
      ...["-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"],
      ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`),
      ...["-jar", join(registry.program, "quarkus-run.jar")],
    ],
    cwd: folder,
    advice: DAMAGED_DATA,
    stopStage: 2,
    stopWithinMs: 3_000,
  });
  await answering(part, () => ask(`${registryUrl(settings)}/subjects?limit=1`));
}

/** What is amiss with the registry; undefined when it reads its storage. */
async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.ok ? undefined : `it says ${response.status}`;
  } catch {
    return "no answer";
  }
}
