import type { Policy } from "#lib/domain/policy";
import type { RuleOf } from "./evaluator.ts";
import { inScope, type ScopeSubject } from "./scope.ts";

/**
 * What the rules that refuse say of access, in sentences, ready to be shown before anything is typed. Rules for some data say for which. Hints only:
 * the verdict is `evaluateAccess`.
 */
export function describeAccessLimits(policies: readonly Policy[], subject: ScopeSubject): string[] {
  const sentences = policies.flatMap(({ rule, scope, enforcement }) =>
    rule.kind === "access" && enforcement === "deny" && inScope(scope, subject) ? sentencesOf(rule) : [],
  );
  return [...new Set(sentences)];
}

function sentencesOf(rule: RuleOf<"access">): string[] {
  const { maxDays, operations, prefixedAllowed, transactionalAllowed, classifications } = rule;
  const access = classifications ? `Access to ${classifications.join(" or ")} data` : "Access";
  return [
    ...(maxDays === undefined ? [] : [`${access} ends after at most ${maxDays} d.`]),
    ...(operations ? [`${access} is to ${operations.join(" or ")} only.`] : []),
    ...(prefixedAllowed ? [] : [`${access} is to single topics, not to all that begin with a text.`]),
    ...(transactionalAllowed ? [] : [`${access} is without transactional ids.`]),
  ];
}
