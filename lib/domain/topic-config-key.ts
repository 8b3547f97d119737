import type { ChangeKind } from "./plan.ts";

/**
 * How a change of one key acts, by direction. For numbers `up` is a larger value, for booleans `false → true`; unlimited counts as the
 * largest. Keys whose values have no order state one answer for any change.
 */
type Acts = { up: ChangeKind; down: ChangeKind } | { any: ChangeKind };

type Common = {
  /** One line for people. */
  description: string;
  /** Stock Kafka's default: what an unset key means where the cluster has not told otherwise. */
  default: string;
  acts: Acts;
};

type NumberKey = Common & {
  type: "int" | "long";
  unit: "ms" | "bytes" | "none";
  /** Inclusive. The upper end is the type's own unless stated. */
  min: bigint;
  max?: bigint;
  /** Allowed although it lies outside `min` … `max`. */
  also?: bigint;
  /** The value that means "no limit". */
  unlimited?: bigint;
};

export type TopicConfigKey =
  | NumberKey
  | (Common & { type: "double"; min: number; max: number })
  | (Common & { type: "boolean" })
  | (Common & { type: "enum"; values: readonly [string, ...string[]] })
  /** Comma-separated, each value at most once; `values` absent: pairs `partition:broker`, or `*`. */
  | (Common & { type: "list"; values?: readonly [string, ...string[]] });

/** Loses nothing either way. */
export const NEUTRAL: Acts = { up: "neutral", down: "neutral" };
/** Less keeps less, or refuses what was accepted before. */
export const LESS_LOSES: Acts = { up: "neutral", down: "destructive" };
/** Switching it on loses. */
export const MORE_LOSES: Acts = { up: "destructive", down: "neutral" };
/** For keys whose values have no order. */
export const ANY_NEUTRAL: Acts = { any: "neutral" };

/** A numeric key; `NEUTRAL` and no limits beyond the type's unless stated. */
export function number(
  type: "int" | "long",
  unit: NumberKey["unit"],
  min: bigint,
  byDefault: string,
  description: string,
  more: Partial<Pick<NumberKey, "max" | "also" | "unlimited" | "acts">> = {},
): NumberKey {
  return { type, unit, min, default: byDefault, description, acts: NEUTRAL, ...more };
}
