import type { Violation } from "#lib/domain/policy";
import { prefixRight } from "./prefix-right.ts";

/** Topics that are named one by one; the rest is a number. */
const NAMED = 20;

/**
 * Topics that begin with no prefix of the team that is to own them, as warnings: what is there keeps its name, and people decide whether that name may
 * mislead. Pure.
 * @param team with the prefixes that it has by then
 */
export function misplacedTopics(
  team: { slug: string; prefixes: readonly string[] },
  topics: readonly string[],
): { total: number; warnings: Violation[] } {
  const misplaced = topics.flatMap((name) => prefixRight(team, name).map((violation) => asWarning(violation)));
  const [first] = misplaced;
  const rest = misplaced.length - NAMED;
  if (!first || rest <= 0) return { total: misplaced.length, warnings: misplaced };
  const message = `So it is with ${rest} more of them.`;
  return { total: misplaced.length, warnings: [...misplaced.slice(0, NAMED), { ...first, actual: null, message }] };
}

function asWarning(violation: Violation): Violation {
  return { ...violation, enforcement: "warn", path: "topics" };
}

/** Topics that a team keeps while their prefix leaves it. Null where there are none. */
export function leftBehind(
  team: { slug: string },
  { total, names }: { total: number; names: readonly string[] },
): Violation | null {
  const [sample] = prefixRight({ slug: team.slug, prefixes: [] }, "");
  if (total === 0 || !sample) return null;
  const more = total > names.length ? ` and ${total - names.length} more` : "";
  const message = `${team.slug} keeps ${names.join(", ")}${more}, whose prefix it gives away.`;
  return { ...asWarning(sample), path: "prefixes", actual: names[0] ?? null, limit: "a prefix of the team", message };
}
