import type { Account, AuthOptions, LoggerInstance, Profile, User } from "next-auth";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { logger } from "#lib/config/logger";
import { getDatabase } from "../database.ts";
import { webEnvironment } from "../web-environment.ts";
import { OIDC_PROVIDER, oidcClient } from "./oidc-client.ts";
import { authCookies, SESSION_SECONDS } from "./session-cookie.ts";
import { signInLocal } from "./sign-in-local.ts";
import { signInByProvider, userOfClaims } from "./sign-in-provider.ts";
import { finishSession, startSession } from "./sign-in-records.ts";
import { clientAddressOf, getThrottles } from "./throttles.ts";

/**
 * next-auth's options for one request. Its token carries a session id and nothing else: who that is and what they may do is read
 * from the database each time.
 */
export function authOptions(headers: Headers): AuthOptions {
  const settings = webEnvironment();
  const address = clientAddressOf(headers);
  const provider = settings.OIDC_ISSUER ? [oidcClient(settings, settings.OIDC_ISSUER)] : [];
  return {
    secret: settings.HEADGATE_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    jwt: { secret: settings.HEADGATE_SECRET, maxAge: SESSION_SECONDS },
    cookies: authCookies(settings.HEADGATE_URL.startsWith("https:")),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [localAccounts(address), ...provider],
    callbacks: {
      signIn: ({ account, profile }) => guarded(() => isAdmitted(account, profile, address)),
      jwt: ({ token, account, user, profile }) =>
        account ? guarded(() => newSession(account, user, profile, address)) : token,
    },
    events: {
      signOut: ({ token }) => (typeof token?.sid === "string" ? finishSession(getDatabase(), token.sid) : undefined),
    },
    logger: intoOurLog,
  };
}

function localAccounts(address: string): CredentialsConfig {
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

/** A local account was judged with its password; one of the provider's is looked up, made or refused here. */
async function isAdmitted(account: Account | null, profile: Profile | undefined, address: string): Promise<boolean> {
  if (account?.type === "credentials") return true;

  const groupsClaim = webEnvironment().OIDC_GROUPS_CLAIM;
  return (await signInByProvider(getDatabase(), { ...profile }, { groupsClaim, address })) !== null;
}

async function newSession(account: Account, user: User, profile: Profile | undefined, address: string) {
  const isLocal = account.type === "credentials";
  const userId = isLocal ? user.id : await userOfClaims(getDatabase(), { ...profile });
  if (userId === null) throw new Error("a person was admitted who has no account");
  const method = isLocal ? "local" : (webEnvironment().OIDC_ISSUER ?? OIDC_PROVIDER);
  return { sid: await startSession(getDatabase(), userId, { method, address }) };
}

const intoOurLog: Partial<LoggerInstance> = {
  error: (code, metadata) =>
    logger.error({ auth: code, err: "error" in metadata ? metadata.error : metadata }, "sign-in error"),
  warn: (code) => logger.warn({ auth: code }, "sign-in warning"),
  debug: () => undefined,
};

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
