import type { Plan } from "#lib/domain/plan";
import type { Violation } from "#lib/domain/policy";
import { type FieldError, fail } from "#lib/domain/result";

/** A cluster that no worker declares. Every signed-in person may know which clusters exist, so the refusal names the field. */
export function unknownCluster(slug: string) {
  const message = `There is no cluster ${slug}.`;
  return fail("invalid_input", message, { errors: [{ path: "cluster", message }] });
}

/** Broken rules: the whole list, the first one in words, and the plan that they refuse, where there is one to show. */
export function policyViolated(violations: readonly Violation[], plan?: Plan) {
  const denied = violations.filter((violation) => violation.enforcement === "deny");
  const rules = denied.length === 1 ? "A rule is broken" : `${denied.length} rules are broken`;
  const errors = denied.map(({ path, message }) => ({ path, message }));
  return fail("policy_violated", `${rules}: ${denied[0]?.message}`, {
    errors,
    extra: { violations, ...(plan ? { plan } : {}) },
  });
}

/** Settings that Kafka itself would refuse. */
export function invalidSpec(problems: FieldError[]) {
  return fail("invalid_input", problems.map((problem) => problem.message).join(" "), { errors: problems });
}
