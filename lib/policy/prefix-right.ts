import type { Violation } from "#lib/domain/policy";

/**
 * A team names topics only with prefixes of its own. This is no rule that the platform may write or lift: without it, one team could
 * take another's names. A team without a prefix cannot name anything until the platform gives it one.
 */
export function prefixRight(team: { slug: string; prefixes: readonly string[] }, name: string): Violation[] {
  if (team.prefixes.some((prefix) => name.startsWith(prefix) && name.length > prefix.length)) return [];

  const [first] = team.prefixes;
  const owned = team.prefixes.map((prefix) => `\`${prefix}\``).join(", ");
  const limit = first === undefined ? "a prefix of the team; it has none yet" : `begins with ${owned}`;
  const message =
    first === undefined
      ? `${team.slug} has no prefix yet; a platform admin gives it one.`
      : `\`${name}\` begins with no prefix of ${team.slug}; its names begin with ${owned}.`;
  return [
    {
      policyId: "prefix-right",
      policySlug: "prefix-right",
      revision: 1,
      kind: "topic-name",
      enforcement: "deny",
      path: "name",
      actual: name,
      limit,
      message,
      suggestion: null,
      waivable: false,
    },
  ];
}
