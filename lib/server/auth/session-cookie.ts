import type { CookiesOptions } from "next-auth";
import { decode } from "next-auth/jwt";
import { webEnvironment } from "../web-environment.ts";

/** A session ends this many seconds after sign-in, used or not. */
export const SESSION_SECONDS = 12 * 60 * 60;

/** The session's cookie. `__Host-` makes browsers refuse it without Secure, with a Domain, or with another Path. */
export function sessionCookieName(secure = webEnvironment().HEADGATE_URL.startsWith("https:")): string {
  return secure ? "__Host-headgate-session" : "headgate-session";
}

/** The session id that a request's cookie carries; null without a cookie, or with one that we did not make. */
export async function sessionIdOf(headers: Headers): Promise<string | null> {
  const token = cookieValue(headers.get("cookie"), sessionCookieName());
  if (!token) return null;

  const claims = await decode({ token, secret: webEnvironment().HEADGATE_SECRET }).catch(() => null);
  return typeof claims?.sid === "string" ? claims.sid : null;
}

/** One cookie of a Cookie header (RFC 6265 §4.2.1). The first wins, as the most specific path comes first. */
export function cookieValue(header: string | null, name: string): string | null {
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=");
  }
  return null;
}

const FLOW_SECONDS = 15 * 60;

/**
 * Every cookie that next-auth sets, under our names. Lax where a provider's redirect must bring it back (with Strict, the page
 * after an OIDC sign-in and every link from elsewhere would find nobody signed in); Strict for the form token, which only our own pages send.
 */
export function authCookies(secure: boolean): Partial<CookiesOptions> {
  const name = (what: string) => `${secure ? "__Host-" : ""}headgate-${what}`;
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  const flow = { ...options, maxAge: FLOW_SECONDS };
  return {
    sessionToken: { name: sessionCookieName(secure), options },
    csrfToken: { name: name("csrf"), options: { ...options, sameSite: "strict" } },
    callbackUrl: { name: name("callback"), options },
    pkceCodeVerifier: { name: name("pkce"), options: flow },
    state: { name: name("state"), options: flow },
    nonce: { name: name("nonce"), options: flow },
  };
}
