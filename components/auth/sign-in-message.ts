/**
 * What the sign-in page says for a code that next-auth or our own sign-in answered. One sentence for every way a password can fail:
 * whether an account exists is nobody's business.
 */
export function signInMessage(code: string | null | undefined, providerName: string | null): string | null {
  if (!code) return null;

  const seconds = /^throttled\.(\d+)$/.exec(code)?.[1];
  if (seconds) {
    const minutes = Math.max(1, Math.ceil(Number(seconds) / 60));
    return `Too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  }
  const provider = providerName ?? "the identity provider";
  return MESSAGES.get(code) ?? `The sign-in at ${provider} did not finish. Try again.`;
}

const MESSAGES = new Map([
  ["CredentialsSignin", "This e-mail address and password do not fit together, or the account may not sign in."],
  ["AccessDenied", "You were recognised, but this account may not sign in to Headgate. Ask a platform admin."],
  ["unavailable", "Sign-in does not work at the moment. The reason is in the server's log; try again later."],
  ["Configuration", "Sign-in is not set up correctly. The reason is in the server's log."],
]);
