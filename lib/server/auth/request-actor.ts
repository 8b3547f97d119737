import { actorOfSession } from "#lib/db/stores/sessions";
import { actorOfToken, noteTokenUse } from "#lib/db/stores/tokens";
import { type Actor, ANONYMOUS } from "#lib/domain/actor";
import { getDatabase } from "../database.ts";
import { sessionIdOf } from "./session-cookie.ts";
import { bearerToken, hashToken } from "./token-secret.ts";

export type RequestActor = { actor: Actor; via: "cookie" | "bearer" | "none" };

/**
 * Who is asking: a bearer token, else a session cookie, looked up in the database for this one request, so that a changed role, an
 * ended session or a disabled user counts at once. A request with a bearer token never falls back to its cookies.
 */
export async function requestActor(headers: Headers): Promise<RequestActor> {
  const token = bearerToken(headers.get("authorization"));
  if (token !== undefined) return { actor: await tokenActor(token), via: "bearer" };

  const sessionId = await sessionIdOf(headers);
  if (sessionId === null) return { actor: ANONYMOUS, via: "none" };

  const actor = await actorOfSession(getDatabase(), sessionId);
  return actor ? { actor, via: "cookie" } : { actor: ANONYMOUS, via: "none" };
}

async function tokenActor(token: string | null): Promise<Actor> {
  const found = token === null ? null : await actorOfToken(getDatabase(), hashToken(token));
  if (!found) return ANONYMOUS;

  if (found.useIsStale) await noteTokenUse(getDatabase(), found.tokenId);
  return found.actor;
}
