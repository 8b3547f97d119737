import type { Violation } from "#lib/domain/policy";

/** Whether a team comes to have more partitions, or to store more bytes. */
export type Growth = { partitions: boolean; bytes: boolean };

const NO_GROWTH: Growth = { partitions: false, bytes: false };

/**
 * What a change breaks, where what was broken before in the same way only warns: a topic that is older than a rule can still be changed, as long as
 * the change does not break anything anew or otherwise. A budget that is exceeded stays so until a team has less: what asks for no more of it only
 * warns too.
 * @param growth what the change asks for more of than the topic has
 */
export function standingViolations(
  before: readonly Violation[],
  after: readonly Violation[],
  growth: Growth = NO_GROWTH,
): Violation[] {
  const stood = new Set(before.map(essence));
  return after.map((violation) =>
    stood.has(essence(violation)) && !asksForMore(violation, growth)
      ? { ...violation, enforcement: "warn", message: `${violation.message} (It was so before.)` }
      : violation,
  );
}

/** Of a budget, what is compared is not the value asked for, but whether it is more. */
function essence({ kind, policyId, path, actual }: Violation): string {
  return JSON.stringify([policyId, path, kind === "budget" ? null : actual]);
}

function asksForMore({ kind, path }: Violation, { partitions, bytes }: Growth): boolean {
  if (kind !== "budget" || path === "team") return false;
  return path === "spec.partitions" ? partitions : bytes;
}
