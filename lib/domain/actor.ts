import type { Permission } from "./permission.ts";

export type PlatformRole = "none" | "auditor" | "admin";
export type TeamRole = "member" | "owner";
export type Membership = { teamId: string; teamSlug: string; role: TeamRole };

/**
 * Who is asking, as loaded for this one call: roles, memberships and `disabled` are read from the database each time, so a change
 * counts at once. A token acts as its user, with at most `tokenPermissions`.
 */
export type Actor = {
  /** `system` is the installation itself: an operator's command line, or a clock (lapsing). */
  kind: "user" | "token" | "system" | "anonymous";
  /** Null for `system` and `anonymous`. */
  userId: string | null;
  name: string;
  platformRole: PlatformRole;
  disabled: boolean;
  memberships: Membership[];
  /** Null unless `kind` is `token`. */
  tokenPermissions: Permission[] | null;
  sessionId?: string;
  tokenId?: string;
};

/** Somebody who has not signed in. */
export const ANONYMOUS: Actor = {
  kind: "anonymous",
  userId: null,
  name: "anonymous",
  platformRole: "none",
  disabled: false,
  memberships: [],
  tokenPermissions: null,
};
