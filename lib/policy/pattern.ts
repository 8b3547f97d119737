import { RE2JS } from "re2js";

/** Compiled once each: the patterns are few, written by admins, and asked again on every keystroke of a preview. */
const compiled = new Map<string, RE2JS>();
const MOST = 1_000;

/**
 * Whether an RE2 pattern matches the whole text, in time linear in its length whatever the pattern. Throws on a pattern that RE2 does not
 * know; policies are checked before they are stored.
 */
export function matchesWhole(pattern: string, text: string): boolean {
  let known = compiled.get(pattern);
  if (!known) {
    if (compiled.size >= MOST) compiled.clear();
    known = RE2JS.compile(pattern);
    compiled.set(pattern, known);
  }
  return known.matches(text);
}
