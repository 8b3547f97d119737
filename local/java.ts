import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.ts";

/** What each part needs. */
const KAFKA_NEEDS = 17;
const REGISTRY_NEEDS = 21;

/**
 * Finds a Java that can run Kafka: JAVA_HOME, PATH, then the usual folders.
 *
 * @returns the path of the `java` command
 * @throws Refusal when there is none of version 17 or later
 */
export function findJava(environment: NodeJS.ProcessEnv): string {
  const { java, seen } = search(environment, KAFKA_NEEDS);
  if (java !== undefined) return java;
  throw new Refusal(
    `Kafka needs Java ${KAFKA_NEEDS} or later, and none was found${seen}. Install one, for example ` +
      '"apt-get install openjdk-17-jre-headless" or "brew install openjdk", or point JAVA_HOME to it.',
  );
}

/**
 * Finds a Java that can run the schema registry, which needs a newer one than Kafka.
 *
 * @returns the path of the `java` command, or what to say where there is none: Headgate runs without the registry too
 */
export function findRegistryJava(environment: NodeJS.ProcessEnv): { java: string } | { missing: string } {
  const { java, seen } = search(environment, REGISTRY_NEEDS);
  if (java !== undefined) return { java };
  return {
    missing:
      `Without a schema registry: it needs Java ${REGISTRY_NEEDS} or later, and none was found${seen}. Install one, for example ` +
      'from adoptium.net or with "brew install openjdk", or point JAVA_HOME to it, and start again.',
  };
}

/** The first Java of at least this version, and in words which others there are. */
function search(environment: NodeJS.ProcessEnv, least: number): { java?: string; seen: string } {
  const found: string[] = [];
  for (const java of candidates(environment)) {
    const version = versionOf(java);
    if (version !== undefined && version >= least) return { java, seen: "" };
    if (version !== undefined) found.push(`${java} is ${version}`);
  }
  return { seen: found.length > 0 ? ` (${found.join(", ")})` : "" };
}

/** @throws Refusal when there is no `mvn` on the PATH to fetch this with */
export function requireMaven(what: string): void {
  try {
    execFileSync("mvn", ["--version"], { stdio: "ignore" });
  } catch {
    throw new Refusal(
      `${what[0]?.toUpperCase()}${what.slice(1)} is fetched with Maven, and no mvn command was found. Install it, for example ` +
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
