import type { Failure, FailureCode } from "#lib/domain/result";

/** The HTTP status of every expected failure; adding a code without one does not compile. */
const STATUS: { [Code in FailureCode]: number } = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale_plan: 409,
  too_large: 413,
  policy_violated: 422,
  rate_limited: 429,
  unavailable: 503,
};

/** An expected failure as `application/problem+json` (RFC 9457), with the members that the API promises. */
export function problemResponse(failure: Failure, requestId: string): Response {
  const status = STATUS[failure.code];
  return send(status, {
    type: `urn:headgate:problem:${failure.code}`,
    title: failure.code.replaceAll("_", " "),
    status,
    code: failure.code,
    detail: failure.detail,
    errors: failure.errors ?? [],
    violations: [],
    ...failure.extra,
    requestId,
  });
}

/** A bug: an id to look for in the log, and nothing else. */
export function bugResponse(requestId: string): Response {
  const detail = "Something broke on our side. Give this id to the platform team.";
  return send(500, {
    type: "urn:headgate:problem:internal",
    title: "internal",
    status: 500,
    code: "internal",
    detail,
    requestId,
  });
}

function send(status: number, body: unknown): Response {
  const headers = { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store" };
  return new Response(JSON.stringify(body), { status, headers });
}
