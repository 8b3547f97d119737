import type { Violation } from "#lib/domain/policy";

/**
 * What a change breaks, where what was broken before in the same way only warns: a topic that is older than a rule can still be changed, as long as
 * the change does not break anything anew or otherwise.
 */
export function standingViolations(before: readonly Violation[], after: readonly Violation[]): Violation[] {
  const stood = new Set(before.map(essence));
  return after.map((violation) =>
    stood.has(essence(violation))
      ? { ...violation, enforcement: "warn", message: `${violation.message} (It was so before.)` }
      : violation,
  );
}

function essence({ policyId, path, actual }: Violation): string {
  return JSON.stringify([policyId, path.replace(/^(spec|patch)\./, ""), actual]);
}
