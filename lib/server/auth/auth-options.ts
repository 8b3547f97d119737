import type { AuthOptions, Profile } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { logger } from "#lib/config/logger";
import type { WebEnvironment } from "#lib/config/web-environment";
import { getDatabase } from "../database.ts";
import { webEnvironment } from "../web-environment.ts";
import { authCookies, SESSION_SECONDS } from "./session-cookie.ts";
import { signInLocal } from "./sign-in-local.ts";
import { signInByProvider, userOfClaims } from "./sign-in-provider.ts";
import { finishSession, startSession } from "./sign-in-records.ts";
import { clientAddressOf, getThrottles } from "./throttles.ts";

/** The id of the OIDC provider in next-auth's addresses: /api/auth/signin/oidc, /api/auth/callback/oidc. */
export const OIDC_PROVIDER = "oidc";

/**
 * next-auth's options for one request. Its token carries a session id and nothing else: who that is and what they may do is read
 * from the database each time.
 */
export function authOptions(headers: Headers): AuthOptions {
  const settings = webEnvironment();
  const address = clientAddressOf(headers);
  return {
    secret: settings.HEADGATE_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: { secret: settings.HEADGATE_SECRET, maxAge: SESSION_SECONDS },
    cookies: authCookies(settings.HEADGATE_URL.startsWith("https:")),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      localProvider(address),
      ...(settings.OIDC_ISSUER ? [oidcProvider(settings, settings.OIDC_ISSUER)] : []),
    ],
    callbacks: {
      signIn: ({ account, profile }) =>
        guarded(async () => account?.type === "credentials" || (await admitted(settings, address, profile))),
      jwt: ({ token, account, user, profile }) =>
        account
          ? guarded(async () => {
              const userId =
                account.type === "credentials" ? user.id : await userOfClaims(getDatabase(), { ...profile });
              if (userId === null) throw new Error("a person was admitted who has no account");
              return { sid: await startSession(getDatabase(), userId, { method: account.provider, address }) };
            })
          : token,
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await finishSession(getDatabase(), token.sid);
      },
    },
    logger: {
      error: (code, metadata) =>
        logger.error({ auth: code, err: "error" in metadata ? metadata.error : metadata }, "sign-in error"),
      warn: (code) => logger.warn({ auth: code }, "sign-in warning"),
      debug: () => undefined,
    },
  };
}

function localProvider(address: string): CredentialsConfig {
  return {
    id: "credentials",
    name: "Headgate",
    type: "credentials",
    credentials: { email: {}, password: {} },
    authorize: (sent) =>
      guarded(async () => {
        const attempt = { login: text(sent?.email), password: text(sent?.password), address };
        const answer = await signInLocal(getDatabase(), getThrottles(), attempt);
        if (answer.ok) return { id: answer.userId };
        if (answer.why === "throttled") throw new Shown(`throttled.${answer.retryAfterSeconds}`);
        return null;
      }),
  };
}

function oidcProvider(settings: WebEnvironment, issuer: string): OAuthConfig<Profile> {
  return {
    id: OIDC_PROVIDER,
    name: settings.OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId: settings.OIDC_CLIENT_ID ?? "",
    clientSecret: settings.OIDC_CLIENT_SECRET ?? "",
    authorization: { params: { scope: settings.OIDC_SCOPES } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      // Some providers put groups and names into the userinfo answer only. What the signed ID token says comes first.
      request: async ({ client, tokens }) => {
        const claims = verifiedClaims(tokens.id_token);
        if (!client.issuer.metadata.userinfo_endpoint || !tokens.access_token) return claims;
        const more = await client.userinfo(tokens.access_token);
        if (more.sub !== claims.sub)
          throw new Error("userinfo is about somebody else (OpenID Connect Core 1.0, 5.3.2)");
        return { ...more, ...claims };
      },
    },
    profile: (claims) => ({ id: claims.sub ?? "" }),
  };
}

/** The payload of an ID token whose signature, issuer, audience, expiry and nonce were checked when the code was exchanged. */
function verifiedClaims(idToken: string | undefined): Profile {
  const payload = idToken?.split(".")[1];
  if (!payload) throw new Error("the provider sent no ID token");
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
}

async function admitted(settings: WebEnvironment, address: string, profile: Profile | undefined): Promise<boolean> {
  const groupsClaim = settings.OIDC_GROUPS_CLAIM;
  return (await signInByProvider(getDatabase(), { ...profile }, { groupsClaim, address })) !== null;
}

/** An error whose message is a code that the sign-in page knows. */
class Shown extends Error {}

/** next-auth puts the message of whatever is thrown into an address, so nothing internal may get that far. */
async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Shown) throw error;
    logger.error({ err: error }, "sign-in failed for a reason of ours");
    throw new Shown("unavailable");
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 1_000) : "";
}
