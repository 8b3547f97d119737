import { type NextRequest, NextResponse } from "next/server";
import { ADDRESS_HEADER } from "#lib/server/auth/address-header";
import { contentSecurityPolicy, DATA_POLICY, securityHeaders } from "#lib/server/auth/content-security-policy";
import { safePath } from "#lib/server/auth/safe-path";
import { sessionCookieName } from "#lib/server/auth/session-cookie";
import { webEnvironment } from "#lib/server/web-environment";

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
  if (NOT_PAGES.some((prefix) => pathname.startsWith(prefix))) return secured(NextResponse.next(), DATA_POLICY);

  // Only what a person looks at: a form that is sent without a session gets its answer from the action, and keeps what was typed.
  const isPage = request.method === "GET" && !PUBLIC_PAGES.includes(pathname);
  if (isPage && !request.cookies.has(sessionCookieName())) {
    const from = safePath(`${pathname}${search}`);
    const target = from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
    return secured(NextResponse.redirect(new URL(target, request.nextUrl)), DATA_POLICY);
  }

  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(ADDRESS_HEADER, `${pathname}${search}`);
  // Next reads the nonce for its own script tags from the policy in the request.
  headers.set("content-security-policy", policy);
  return secured(NextResponse.next({ request: { headers } }), policy);
}

function secured(response: NextResponse, policy: string): NextResponse {
  const headers = securityHeaders(webEnvironment().HEADGATE_URL.startsWith("https:"));
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  response.headers.set("content-security-policy", policy);
  return response;
}

export const config = { matcher: ["/((?!_next/static|_next/image|icon.svg).*)"] };
