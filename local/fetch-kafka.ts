import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fetchWithMaven } from "./maven.ts";
import type { ProcessGroup } from "./process-group.ts";
import type { Settings } from "./settings.ts";

/** Where the broker's jars are or will be; another list of jars is another folder. */
export function jarsFolder(settings: Settings): string {
  const pom = readFileSync(pomFile(settings));
  return join(settings.downloads, `kafka-${createHash("sha256").update(pom).digest("hex").slice(0, 12)}`);
}

/**
 * Fetches Kafka's jars with Maven unless they are there.
 *
 * @param onProgress called with the number of files fetched so far
 * @throws Refusal when Maven is missing or cannot reach its repository
 */
export async function fetchKafka(
  group: ProcessGroup,
  settings: Settings,
  java: string,
  onProgress: (files: number) => void,
): Promise<string> {
  const folder = jarsFolder(settings);
  if (existsSync(folder)) return folder;

  let files = 0;
  const goal = (into: string) => [
    ...["-f", pomFile(settings)],
    "dependency:copy-dependencies",
    `-DoutputDirectory=${into}`,
  ];
  await fetchWithMaven(group, java, { what: "Kafka", folder, goal }, (line) => {
    if (/^\[INFO\] (?:Downloaded from|Copying) .*\.jar/.test(line)) onProgress(++files);
  });
  return folder;
}

function pomFile(settings: Settings): string {
  return join(settings.root, "local", "kafka", "pom.xml");
}
