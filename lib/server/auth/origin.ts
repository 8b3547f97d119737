import { webEnvironment } from "../web-environment.ts";

/**
 * Why a mutation that a cookie authenticates is refused; null when its Origin is ours. Browsers send Origin with every POST, so a
 * missing one is no browser of ours, and `null` is a sandboxed or redirected page.
 */
export function originProblem(headers: Headers): string | null {
  return problemOfOrigin(headers.get("origin"), webEnvironment().HEADGATE_URL);
}

/** Compares an Origin header with the public origin, character by character. */
export function problemOfOrigin(origin: string | null, allowed: string): string | null {
  if (origin === allowed) return null;

  const given = origin === null ? "no Origin header" : `the Origin ${origin.slice(0, 200)}`;
  return `The request came with ${given}; only ${allowed} may do this with a session.`;
}
