import type { TokenRow } from "#lib/contract/users";
import type { Tone } from "../ui/tone.ts";

/** How a token stands at a time (milliseconds since 1970), in one word. */
export function tokenState(
  token: Pick<TokenRow, "expiresAt" | "revokedAt">,
  now: number,
): { tone: Tone; word: string } {
  if (token.revokedAt !== null) return { tone: "off", word: "Revoked" };
  if (Date.parse(token.expiresAt) <= now) return { tone: "off", word: "Ended" };
  return { tone: "ok", word: "Active" };
}
