import { isSetupOpen } from "#lib/db/stores/installation";
import { getDatabase } from "../database.ts";
import { webEnvironment } from "../web-environment.ts";
import { safePath } from "./safe-path.ts";

/** What the sign-in page needs to know. */
export type SignInDoor = {
  /** Where to go afterwards: a path of our own. */
  from: string;
  /** What the organisation calls its provider; null without one. */
  providerName: string | null;
  setupIsOpen: boolean;
};

/** Reads the sign-in page's facts. `from` may be a path or, as next-auth hands it back, a whole address of ours. */
export async function signInDoor(from: string | string[] | undefined): Promise<SignInDoor> {
  const { HEADGATE_URL, OIDC_ISSUER, OIDC_NAME } = webEnvironment();
  const given = Array.isArray(from) ? from[0] : from;
  const path = given?.startsWith(`${HEADGATE_URL}/`) ? given.slice(HEADGATE_URL.length) : given;
  return {
    from: safePath(path),
    providerName: OIDC_ISSUER ? OIDC_NAME : null,
    setupIsOpen: await isSetupOpen(getDatabase()),
  };
}
