import { LoginEmail } from "#lib/contract/users";
import type { Database } from "#lib/db/database";
import { type Account, findAccount, LOCAL_ISSUER } from "#lib/db/stores/users";
import { passwordMatches } from "./password.ts";
import { recordSignInFailure, recordThrottled } from "./sign-in-records.ts";
import { addressKey, loginKey, type Throttles } from "./throttles.ts";

export type LocalSignIn = { login: string; password: string; address: string };

export type LocalAnswer =
  | { ok: true; userId: string }
  | { ok: false; why: "failed" }
  | { ok: false; why: "throttled"; retryAfterSeconds: number };

/**
 * Checks a local account's password. An unknown login, a wrong password and a disabled account do the same work (one look-up, one
 * argon2id verification, one audit record) and answer alike. Attempts are counted before the password is looked at, so that
 * parallel guesses are counted too; a success gives its own back.
 */
export async function signInLocal(
  db: Database,
  throttles: Throttles,
  { login, password, address }: LocalSignIn,
): Promise<LocalAnswer> {
  const email = LoginEmail.safeParse(login.trim()).data ?? null;
  const account = email === null ? null : await findAccount(db, LOCAL_ISSUER, email);
  const user = account && { id: account.userId, name: account.name };
  const key = loginKey(email ?? login);
  const throttled = await countAttempt(db, throttles, { address, key, user });
  if (throttled !== null) return { ok: false, why: "throttled", retryAfterSeconds: throttled };

  const matches = await passwordMatches(account?.passwordHash ?? null, password);
  if (!account || !matches || account.disabled) {
    await recordSignInFailure(db, { user, method: LOCAL_ISSUER, address, why: reasonOf(account, matches) });
    return { ok: false, why: "failed" };
  }

  await Promise.all([throttles.account.reset(key), throttles.address.giveBack(addressKey(address))]);
  return { ok: true, userId: account.userId };
}

type Attempt = { address: string; key: string; user: { id: string; name: string } | null };

/** Counts an attempt; answers how many seconds to wait where it is one too many. */
async function countAttempt(
  db: Database,
  throttles: Throttles,
  { address, key, user }: Attempt,
): Promise<number | null> {
  const byAddress = await throttles.address.take(addressKey(address));
  if (!byAddress.ok) {
    if (byAddress.first) await recordThrottled(db, { limit: "address", address });
    return byAddress.retryAfterSeconds;
  }

  const byAccount = await throttles.account.take(key);
  if (byAccount.ok) return null;
  if (byAccount.first) await recordThrottled(db, { limit: "account", address }, user);
  return byAccount.retryAfterSeconds;
}

function reasonOf(account: Account | null, matches: boolean) {
  if (!account) return "unknown-account";
  return matches ? "disabled" : "wrong-password";
}
