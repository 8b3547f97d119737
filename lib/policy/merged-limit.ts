import { grouped } from "#lib/domain/quantity";
import { formatConfigValue } from "#lib/domain/topic-config-value";

/** What rules allow for one field. Absent means that no rule says anything of it. */
export type Limit = {
  min?: bigint;
  max?: bigint;
  multipleOf?: bigint;
  allowed?: readonly string[];
  /** Whether −1 passes. */
  unlimited?: boolean;
  /** Least characters of a text. */
  minLength?: number;
  required?: boolean;
  forbidden?: boolean;
};

/** What passes both: every rule in scope counts, none overrides another. */
export function mergeLimits(one: Limit, other: Limit): Limit {
  return {
    ...both("min", one, other, larger),
    ...both("max", one, other, smaller),
    ...both("multipleOf", one, other, leastCommonMultiple),
    ...both("allowed", one, other, (a, b) => a.filter((value) => b.includes(value))),
    ...both("unlimited", one, other, (a, b) => a && b),
    ...both("minLength", one, other, Math.max),
    ...both("required", one, other, (a, b) => a || b),
    ...both("forbidden", one, other, (a, b) => a || b),
  };
}

/** The only value that passes, where there is just one. */
export function fixedValue({ min, max, allowed, unlimited }: Limit): string | null {
  if (allowed) return allowed.length === 1 ? (allowed[0] ?? null) : null;
  return min !== undefined && min === max && unlimited !== true ? String(min) : null;
}

/** A limit as a hint under its field: `1 to 24`, `at most 30 d`, `3, set by policy`. Empty when there is nothing to say. */
export function limitText(path: string, limit: Limit): string {
  if (limit.forbidden) return "set by the platform";
  const shown = (value: bigint | string) => show(path, String(value));
  const fixed = fixedValue(limit);
  if (fixed !== null) return `${shown(fixed)}, set by policy`;

  const parts = [
    limit.required ? "required" : "",
    limit.allowed ? limit.allowed.map(shown).join(", ") : rangeText(limit, shown),
    limit.multipleOf === undefined ? "" : `multiples of ${limit.multipleOf}`,
    limit.minLength === undefined ? "" : `at least ${limit.minLength} characters`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function rangeText({ min, max, unlimited }: Limit, shown: (value: bigint) => string): string {
  const orUnlimited = unlimited ? ", or unlimited" : "";
  if (min !== undefined && max !== undefined) return `${shown(min)} to ${shown(max)}${orUnlimited}`;
  if (max !== undefined) return `at most ${shown(max)}${orUnlimited}`;
  if (min !== undefined) return `at least ${shown(min)}`;
  return unlimited === false ? "not unlimited" : "";
}

const CONFIG = "spec.config.";

function show(path: string, value: string): string {
  if (path.startsWith(CONFIG)) return formatConfigValue(path.slice(CONFIG.length), value);
  return /^\d+$/.test(value) ? grouped(BigInt(value)) : value;
}

function both<Key extends keyof Limit>(
  key: Key,
  one: Limit,
  other: Limit,
  join: (a: NonNullable<Limit[Key]>, b: NonNullable<Limit[Key]>) => Limit[Key],
): Pick<Limit, Key> | Record<string, never> {
  const a = one[key];
  const b = other[key];
  const joined = a != null && b != null ? join(a, b) : (a ?? b);
  return joined === undefined ? {} : ({ [key]: joined } as Pick<Limit, Key>);
}

function larger(a: bigint, b: bigint): bigint {
  return smaller(a, b) === a ? b : a;
}

function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}
