import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

const LEAST_VERSION = 17; // Kafka 4 brokers need it.

/**
 * Finds a Java that can run Kafka: JAVA_HOME, PATH, then the usual folders.
 *
 * @returns the path of the `java` command
 * @throws Refusal when there is none of version 17 or later
 */
export function findJava(environment: NodeJS.ProcessEnv): string {
  const found: string[] = [];
  for (const java of candidates(environment)) {
    const version = versionOf(java);
    if (version !== undefined && version >= LEAST_VERSION) return java;
    if (version !== undefined) found.push(`${java} is ${version}`);
  }
  const seen = found.length > 0 ? ` (${found.join(", ")})` : "";
  throw new Refusal(
    `Kafka needs Java ${LEAST_VERSION} or later, and none was found${seen}. Install one, for example ` +
      '"apt-get install openjdk-17-jre-headless" or "brew install openjdk", or point JAVA_HOME to it.',
  );
}

/** @throws Refusal when there is no `mvn` on the PATH */
export function requireMaven(): void {
  try {
    execFileSync("mvn", ["--version"], { stdio: "ignore" });
  } catch {
    throw new Refusal(
      "Kafka is fetched with Maven, and no mvn command was found. Install it, for example " +
        '"apt-get install maven" or "brew install maven".',
    );
  }
}

/** Feature version from the text of `java -version`: `openjdk version "17.0.15"` is 17, the old `"1.8.0_392"` is 8. */
export function parseJavaVersion(text: string): number | undefined {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  const home = environment.JAVA_HOME ? [join(environment.JAVA_HOME, "bin", "java")] : [];
  return [
    ...home,
    "java",
    ...inFolder("/usr/lib/jvm", "bin/java"),
    ...inFolder("/Library/Java/JavaVirtualMachines", "Contents/Home/bin/java"),
  ];
}

function inFolder(folder: string, below: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((entry) => join(folder, entry, below))
    .filter((java) => existsSync(java));
}

function versionOf(java: string): number | undefined {
  // It writes to standard error, also when all is well; a command that is not there leaves nothing.
  return parseJavaVersion(spawnSync(java, ["-version"], { encoding: "utf8" }).stderr ?? "");
}
