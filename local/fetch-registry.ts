import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fetchWithMaven } from "./maven.ts";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

export const REGISTRY_VERSION = "3.3.3";

const ARCHIVE = `apicurio-registry-app-${REGISTRY_VERSION}-all.tar.gz`;

/**
 * Fetches the schema registry with Maven and unpacks it, unless it is there.
 *
 * @returns the folder it is in
 * @throws Refusal when Maven is missing or cannot reach its repository, or there is no `tar`
 */
export async function fetchRegistry(group: ProcessGroup, settings: Settings, java: string): Promise<string> {
  const folder = join(settings.downloads, `apicurio-registry-${REGISTRY_VERSION}`);
  if (existsSync(folder)) return folder;

  const artifact = `io.apicurio:apicurio-registry-app:${REGISTRY_VERSION}:tar.gz:all`;
  const goal = (into: string) => ["dependency:copy", `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`];
  const fetched = { what: "the schema registry", folder, goal };
  await fetchWithMaven(group, java, fetched, undefined, (unfinished) => unpack(group, unfinished));
  return folder;
}

async function unpack(group: ProcessGroup, folder: string): Promise<void> {
  const { code, output } = await group.run({
    name: "registry-unpack",
    command: "tar",
    args: ["-xzf", ARCHIVE],
    cwd: folder,
    stopStage: 0,
    stopWithinMs: 1_000,
  });
  if (code !== 0) throw new Refusal(`The schema registry could not be unpacked with tar:\n${output.trim()}`);
  rmSync(join(folder, ARCHIVE));
}
