import type { NameSegment } from "#lib/domain/policy";
import { isVersion, prefixValues, splitName, suggestName, templateLabel, words } from "#lib/domain/topic-name-template";
import type { Evaluator, Proposal, RuleOf } from "./evaluator.ts";
import { matchesWhole } from "./pattern.ts";

/** Judges a name by its template: one finding that says what does not fit, with a name near it. */
export const evaluateTopicName: Evaluator<"topic-name"> = (rule, { name, team }) => {
  const problems = nameProblems(rule, name, team);
  if (problems.length === 0) return [];

  const label = templateLabel(rule);
  // Where whole segments are missing, the template says more than a list of what each should be.
  const incomplete = Object.values(splitName(rule, name, team.prefixes)).includes("");
  const message = `\`${name}\` does not fit \`${label}\`${incomplete ? "" : `: ${problems.join("; ")}`}.`;
  const suggestion = suggestName(rule, name, team.prefixes) ?? null;
  return [{ path: "name", actual: name, limit: label, message, suggestion }];
};

function nameProblems(rule: RuleOf<"topic-name">, name: string, team: Proposal["team"]): string[] {
  const parts = splitName(rule, name, team.prefixes);
  const bySegment = rule.segments.flatMap((segment) => {
    const problem = segmentProblem(segment, parts[segment.name] ?? "", rule, team);
    return problem === undefined ? [] : [`${segment.name} ${problem}`];
  });
  const said = new Set(words(name));
  const forbidden = rule.forbiddenWords.filter((word) => said.has(word.toLowerCase()));
  return [...bySegment, ...forbidden.map((word) => `\`${word}\` is not allowed in a name`)];
}

/** What the segment should have been, to be read after its name; undefined when it is that. */
function segmentProblem(
  segment: NameSegment,
  value: string,
  rule: RuleOf<"topic-name">,
  team: Proposal["team"],
): string | undefined {
  switch (segment.type) {
    case "team-prefix": {
      const own = prefixValues(rule, team.prefixes);
      if (own.includes(value)) return undefined;
      if (own.length === 0)
        return `is a prefix of the team, and ${team.slug} has none that ends with '${rule.separator}'`;
      return `is a prefix of the team, ${own.join(" or ")}`;
    }
    case "one-of":
      return segment.values.includes(value) ? undefined : `is ${segment.values.join(" or ")}`;
    case "version":
      return isVersion(value) ? undefined : "is v1, v2, …";
    case "pattern":
      return value !== "" && matchesWhole(segment.pattern, value) ? undefined : `is ${segment.describe}`;
  }
}
