import { z } from "zod";
import { appendAudit } from "#lib/db/append-audit";
import type { Connection, Database } from "#lib/db/database";
import { type GroupChange, replaceGroupMemberships } from "#lib/db/stores/memberships";
import { type Account, findAccount, insertUser, lockUser } from "#lib/db/stores/users";
import type { AuditActor, AuditEvent } from "#lib/domain/audit";
import { line } from "#lib/domain/text";
import { groupRoles } from "./group-roles.ts";
import { recordSignInFailure } from "./sign-in-records.ts";

/** What we read of an ID token (OpenID Connect Core 1.0, §2 and §5.1). The signature, audience and nonce were checked before. */
const Claims = z.object({
  iss: z.url(),
  sub: z.string().min(1).max(255),
  name: line(200).optional().catch(undefined),
  preferred_username: line(200).optional().catch(undefined),
  email: z.email().max(200).optional().catch(undefined),
});
type Claims = z.output<typeof Claims>;

const PROVIDER: AuditActor = { kind: "system", id: null, name: "identity provider" };

/**
 * Lets in somebody whom the OIDC provider vouches for, or refuses (null) a disabled account. Identity is issuer and `sub` alone: an
 * equal e-mail address never joins two accounts. The first sign-in makes the user; each one replaces the memberships that come from
 * groups, and a claim that is absent counts as no groups.
 */
export async function signInByProvider(
  db: Database,
  rawClaims: Record<string, unknown>,
  { groupsClaim, address }: { groupsClaim: string; address: string },
): Promise<string | null> {
  const claims = Claims.parse(rawClaims);
  const userId = await db.$transaction((tx) => admit(tx, claims, rawClaims[groupsClaim]));
  if (userId !== null) return userId;

  const account = await findAccount(db, claims.iss, claims.sub);
  const user = account && { id: account.userId, name: account.name };
  await recordSignInFailure(db, { user, method: claims.iss, address, why: "disabled" });
  return null;
}

/** Who signs in by these claims; null when nobody does yet. */
export async function userOfClaims(db: Database, rawClaims: Record<string, unknown>): Promise<string | null> {
  const { iss, sub } = Claims.parse(rawClaims);
  return (await findAccount(db, iss, sub))?.userId ?? null;
}

async function admit(tx: Connection, claims: Claims, groups: unknown): Promise<string | null> {
  const known = await findAccount(tx, claims.iss, claims.sub);
  const { account, events } = known ? { account: known, events: [] } : await welcome(tx, claims);
  const locked = await lockUser(tx, account.userId);
  if (!locked || locked.disabled) return null;

  const changes = await replaceGroupMemberships(tx, account.userId, groupRoles(groups));
  await appendAudit(tx, [...events, ...changes.map((change) => groupEvent(account, change))]);
  return account.userId;
}

async function welcome(tx: Connection, claims: Claims): Promise<{ account: Account; events: AuditEvent[] }> {
  // Two first sign-ins at once: the second waits here and then finds the account that the first one made.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${claims.iss} ${claims.sub}`}, 0))`;
  const meanwhile = await findAccount(tx, claims.iss, claims.sub);
  if (meanwhile) return { account: meanwhile, events: [] };

  const name = claims.name ?? claims.preferred_username ?? claims.email ?? `User ${claims.sub.slice(0, 50)}`;
  const user = { name, email: claims.email ?? null, platformRole: "none" as const };
  const userId = await insertUser(tx, user, { issuer: claims.iss, subject: claims.sub, passwordHash: null });
  if (userId === null) throw new Error("an identity appeared under its own lock");

  const object = { kind: "user", id: userId, name };
  const after = { ...user, issuer: claims.iss };
  return {
    account: { userId, name, passwordHash: null, disabled: false },
    events: [{ action: "user.created", actor: PROVIDER, object, after }],
  };
}

function groupEvent(account: Account, { team, before, after }: GroupChange): AuditEvent {
  const verb = before === null ? "added" : after === null ? "removed" : "changed";
  const membership = (role: string | null) =>
    role && { userId: account.userId, user: account.name, role, source: "group" };
  return {
    action: `team.member-${verb}`,
    actor: PROVIDER,
    object: { kind: "team", id: team.id, name: team.name },
    teamId: team.id,
    before: membership(before),
    after: membership(after),
  };
}
