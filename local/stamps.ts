import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * One hash over the names and contents of files.
 *
 * @param root what `paths` and the names in the hash are relative to
 * @param paths files and folders; absent ones count as empty
 * @param counts which files below the folders count, by their path relative to `root`
 */
export function hashOf(root: string, paths: string[], counts: (path: string) => boolean = () => true): string {
  const hash = createHash("sha256");
  for (const path of paths.flatMap((start) => filesBelow(root, start)).sort()) {
    if (!counts(path)) continue;
    const content = createHash("sha256")
      .update(readFileSync(join(root, path)))
      .digest("hex");
    hash.update(`${path} ${content}\n`);
  }
  return hash.digest("hex");
}

/** Whether a stamp file holds this hash. */
export function isStamped(path: string, hash: string): boolean {
  return existsSync(path) && readFileSync(path, "utf8") === hash;
}

function filesBelow(root: string, path: string): string[] {
  const whole = join(root, path);
  if (!existsSync(whole)) return [];
  if (!statSync(whole).isDirectory()) return [path];
  return readdirSync(whole).flatMap((name) => filesBelow(root, `${path}/${name}`));
}
