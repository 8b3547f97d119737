import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { requireMaven } from "./java.ts";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";

/** Where the broker's jars are or will be; another list of jars is another folder. */
export function jarsFolder(settings: Settings): string {
  const pom = readFileSync(pomFile(settings));
  return join(settings.downloads, `kafka-${createHash("sha256").update(pom).digest("hex").slice(0, 12)}`);
}

/**
 * Fetches Kafka's jars with Maven unless they are there. Maven's own cache is used, so a second clone downloads nothing.
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

  requireMaven();
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  let files = 0;
  const goal = ["dependency:copy-dependencies", `-DoutputDirectory=${unfinished}`];
  const { code, output } = await group.run(
    {
      name: "maven",
      command: "mvn",
      args: ["-B", "-f", pomFile(settings), ...goal],
      environment: withJava(java),
      stopStage: 0,
      stopWithinMs: 1_000,
    },
    (line) => {
      if (/^\[INFO\] (?:Downloaded from|Copying) .*\.jar/.test(line)) onProgress(++files);
    },
  );
  if (code !== 0) throw new Refusal(`Maven could not fetch Kafka:\n${problems(output)}`);

  renameSync(unfinished, folder); // Only a complete folder ever has the name.
  return folder;
}

function withJava(java: string): Record<string, string | undefined> {
  // Maven looks at JAVA_HOME and the PATH only, and we may have found Java elsewhere.
  return java === "java" ? process.env : { ...process.env, JAVA_HOME: dirname(dirname(java)) };
}

/** Maven's own words, without its advice on how to run Maven. */
function problems(output: string): string {
  const advice = /^\[ERROR\]\s*$|re-run Maven|For more information about the errors|\[ERROR\] \[Help/;
  const lines = stripVTControlCharacters(output).split("\n");
  const errors = lines.filter((line) => line.startsWith("[ERROR]") && !advice.test(line));
  return (errors.length > 0 ? errors : lines.slice(-8)).slice(0, 8).join("\n");
}

function pomFile(settings: Settings): string {
  return join(settings.root, "local", "kafka", "pom.xml");
}
