/**
 * Expected outcomes are values; bugs are thrown. Every failure that a person can cause has one of these codes, and the
 * HTTP status of each is decided once, in `lib/server/http-status.ts`.
 */
export type FailureCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "stale_plan"
  | "policy_violated"
  | "rate_limited"
  | "too_large"
  | "unavailable";

/** One refused field: `path` in the input (`spec.partitions`), and what was given and what is allowed, in words. */
export type FieldError = { path: string; message: string };

export type Failure = {
  code: FailureCode;
  /** One sentence for a person. Never holds internals, a stack or a secret. */
  detail: string;
  errors?: FieldError[];
  /** Whatever the caller needs to go on: violations, the current plan, who could decide. Serialisable. */
  extra?: Record<string, unknown>;
};

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** Wraps a value as a success. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** Builds an expected failure; `rest` carries field errors or extra data for the caller. */
export function fail(
  code: FailureCode,
  detail: string,
  rest: Omit<Failure, "code" | "detail"> = {},
): { ok: false; failure: Failure } {
  return { ok: false, failure: { code, detail, ...rest } };
}
