import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { requireMaven } from "./java.ts";
import type { ProcessGroup } from "./process-group.ts";
import { Refusal } from "./refusal.ts";

/** Something that is fetched with Maven into a folder of its own. */
export interface Fetched {
  /** As people call it: `Kafka`. */
  what: string;
  folder: string;
  /** Maven's arguments that put the files into the given folder. */
  goal(folder: string): string[];
}

/**
 * Makes a folder with what Maven fetches. Maven's own cache is used, so a second clone downloads nothing.
 *
 * @param java the `java` command to run Maven with
 * @param finish what is left to do in the folder before it counts as complete
 * @throws Refusal when Maven is missing or cannot reach its repository
 */
export async function fetchWithMaven(
  group: ProcessGroup,
  java: string,
  { what, folder, goal }: Fetched,
  onLine: (line: string) => void = () => undefined,
  finish: (folder: string) => Promise<void> = async () => undefined,
): Promise<void> {
  requireMaven(what);
  const unfinished = `${folder}.part`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  const { code, output } = await group.run(
    {
      name: "maven",
      command: "mvn",
      args: ["-B", ...goal(unfinished)],
      environment: withJava(java),
      stopStage: 0,
      stopWithinMs: 1_000,
    },
    onLine,
  );
  if (code !== 0) throw new Refusal(`Maven could not fetch ${what}:\n${problems(output)}`);

  await finish(unfinished);
  renameSync(unfinished, folder); // Only a complete folder ever has the name.
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
