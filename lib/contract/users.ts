import { z } from "zod";
import { TokenPermission } from "#lib/domain/permission";
import { line } from "#lib/domain/text";
import { Cursor, Limit, pageOf, Uuid } from "./common.ts";

export const PlatformRole = z.enum(["none", "auditor", "admin"]);
export type PlatformRole = z.infer<typeof PlatformRole>;

/** Length only: composition rules make passwords worse (NIST SP 800-63B). */
export const Password = z
  .string()
  .min(12, "a password has at least 12 characters")
  .max(200, "a password has at most 200 characters")
  .refine((value) => value.isWellFormed(), "is not valid Unicode");

export const LoginEmail = z
  .email("is not an e-mail address")
  .max(200)
  .transform((value) => value.toLowerCase());

export const CreateUser = z.strictObject({
  name: line(200),
  email: LoginEmail,
  password: Password,
  platformRole: PlatformRole.default("none"),
});
export const UpdateUser = z.strictObject({
  userId: Uuid,
  version: z.int(),
  name: line(200),
  platformRole: PlatformRole,
});
export const DisableUser = z.strictObject({ userId: Uuid });
export const EnableUser = z.strictObject({ userId: Uuid });
export const ChangePassword = z.strictObject({ current: z.string().max(200), next: Password });
export const SetTheme = z.strictObject({ theme: z.enum(["system", "light", "dark"]) });

export const UserRow = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  platformRole: PlatformRole,
  disabled: z.boolean(),
  signIn: z.array(z.string()),
  teams: z.array(z.object({ slug: z.string(), role: z.enum(["member", "owner"]) })),
  createdAt: z.string(),
  version: z.int(),
});
export type UserRow = z.infer<typeof UserRow>;
export const UserPage = pageOf(UserRow);
export const ListUsers = z.strictObject({
  q: z.string().trim().max(100).optional(),
  cursor: Cursor.optional(),
  limit: Limit,
});

/** People to add to a team: names only, for those who may manage members. */
export const FindPeople = z.strictObject({ q: z.string().trim().min(1).max(100) });

export const CreateToken = z.strictObject({
  name: line(100),
  permissions: z.array(TokenPermission).min(1, "choose at least one permission"),
  /** Days until it ends. */
  expiresInDays: z.int().min(1).max(365),
});
export const RevokeToken = z.strictObject({ tokenId: Uuid });
export const TokenRow = z.object({
  id: z.string(),
  name: z.string(),
  permissions: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});
export type TokenRow = z.infer<typeof TokenRow>;
/** `token` is shown this once; a replay of the same call answers `secretShown: true` instead. */
export const TokenCreated = z.object({
  id: z.string(),
  token: z.string().nullable(),
  secretShown: z.boolean(),
  expiresAt: z.string(),
});
export type TokenCreated = z.infer<typeof TokenCreated>;

export const CompleteSetup = z.strictObject({
  code: z.string().trim().min(1).max(100),
  name: line(200),
  email: LoginEmail,
  password: Password,
});

/** What somebody may see and change about themselves. */
export const SettingsView = z.object({
  name: z.string(),
  email: z.string().nullable(),
  theme: z.enum(["system", "light", "dark"]),
  platformRole: PlatformRole,
  /** How they sign in: `password`, or a provider's address. */
  signIn: z.array(z.string()),
  teams: z.array(z.object({ slug: z.string(), role: z.enum(["member", "owner"]) })),
});
export type SettingsView = z.infer<typeof SettingsView>;
