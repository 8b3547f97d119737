import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, SECURITY_HEADERS } from "#lib/server/auth/content-security-policy";
import { safePath } from "#lib/server/auth/safe-path";
import { sessionCookieName } from "#lib/server/auth/session-cookie";

/** Pages for people who have not signed in. */
const PUBLIC_PAGES = ["/sign-in", "/setup"];
/** Answered by route handlers, which say 401 themselves. */
const NOT_PAGES = ["/api/", "/health/"];

/**
 * Sends people without a session cookie to the sign-in page and puts the security headers on every answer. It authorizes nothing: a
 * cookie that is there may be worthless, and every page and route asks the database.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (NOT_PAGES.some((prefix) => pathname.startsWith(prefix)))
    return withHeaders(NextResponse.next(), SECURITY_HEADERS);

  // Only what a person looks at: a form that is sent without a session gets its answer from the action, and keeps what was typed.
  const isPage = request.method === "GET" && !PUBLIC_PAGES.includes(pathname);
  if (isPage && !request.cookies.has(sessionCookieName())) {
    const from = safePath(`${pathname}${search}`);
    const target = from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
    return withHeaders(NextResponse.redirect(new URL(target, request.nextUrl)), SECURITY_HEADERS);
  }

  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  // Next reads the nonce for its own script tags from the policy in the request.
  headers.set("content-security-policy", policy);
  return withHeaders(NextResponse.next({ request: { headers } }), {
    ...SECURITY_HEADERS,
    "content-security-policy": policy,
  });
}

function withHeaders(response: NextResponse, headers: Record<string, string>): NextResponse {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg).*)"] };
