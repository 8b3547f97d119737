import { grouped } from "#lib/domain/quantity";
import type { Evaluator, Finding, RuleOf } from "./evaluator.ts";

/** Judges the number of partitions: least, most, multiples. */
export const evaluatePartitions: Evaluator<"partitions"> = (rule, { spec: { partitions } }, place) => {
  const { min, max, multipleOf } = rule;
  const given = `${grouped(partitions)} ${partitions === 1 ? "partition" : "partitions"}`;
  const finding = (limit: string, message: string): Finding => ({
    path: "spec.partitions",
    actual: String(partitions),
    limit,
    message: `${given}; ${message}`,
    suggestion: nearest(rule, partitions),
  });

  return [
    ...(max !== undefined && partitions > max
      ? [finding(`at most ${max}`, `the limit ${place.at} is ${grouped(max)}.`)]
      : []),
    ...(min !== undefined && partitions < min
      ? [finding(`at least ${min}`, `${place.name} needs at least ${grouped(min)}.`)]
      : []),
    ...(multipleOf !== undefined && partitions % multipleOf !== 0
      ? [finding(`multiples of ${multipleOf}`, `${place.name} takes multiples of ${multipleOf}.`)]
      : []),
  ];
};

/** The nearest count that the rule allows, fewer before more; null when it allows none. */
function nearest(
  { min = 1, max = Number.MAX_SAFE_INTEGER, multipleOf = 1 }: RuleOf<"partitions">,
  given: number,
): number | null {
  const clamped = Math.min(Math.max(given, min), max);
  const below = clamped - (clamped % multipleOf);
  const allowed = [below, below + multipleOf].find((count) => count >= Math.max(min, 1) && count <= max);
  return allowed ?? null;
}
