import { type NextRequest, NextResponse } from "next/server";
import { ADDRESS_HEADER } from "#lib/server/auth/address-header";
import { contentSecurityPolicy } from "#lib/server/auth/content-security-policy";
import { safePath } from "#lib/server/auth/safe-path";
import { sessionCookieName } from "#lib/server/auth/session-cookie";

/** Pages for people who have not signed in. */
const PUBLIC_PAGES = ["/sign-in", "/setup"];

/**
 * Sends people without a session cookie to the sign-in page and gives every page a content security policy with a nonce of its own. It
 * authorizes nothing: a cookie that is there may be worthless, and every page and route asks the database.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  // Only what a person looks at: a form that is sent without a session gets its answer from the action, and keeps what was typed.
  const isPage = request.method === "GET" && !PUBLIC_PAGES.includes(pathname);
  if (isPage && !request.cookies.has(sessionCookieName())) {
    const from = safePath(`${pathname}${search}`);
    const target = from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`;
    return NextResponse.redirect(new URL(target, request.nextUrl));
  }

  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set(ADDRESS_HEADER, `${pathname}${search}`);
  // Next reads the nonce for its own script tags from the policy in the request.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return response;
}

/** Not for the API and health: route handlers say 401 themselves, and this detour would cost each of their answers a tenth of its time. */
export const config = { matcher: ["/((?!api/|health/|_next/static|_next/image|icon.svg).*)"] };
