import { z } from "zod";

export const TIERS = ["development", "test", "production"] as const;
export const Tier = z.enum(TIERS);
export type Tier = z.infer<typeof Tier>;

/** A cluster's or a team's short name in URLs and files. */
export const Slug = z
  .string()
  .min(1, "must not be empty")
  .max(50, "has at most 50 characters")
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "is lower-case letters, digits and single hyphens");
export type Slug = z.infer<typeof Slug>;

/** How clients reach the cluster; shown to people, holds no secret. */
export const Listener = z.strictObject({
  name: z.string().min(1).max(50),
  bootstrapServers: z.string().min(1).max(1_000),
  securityProtocol: z.enum(["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]),
  saslMechanism: z.string().max(50).optional(),
});
export type Listener = z.infer<typeof Listener>;

export const Cluster = z.object({
  slug: Slug,
  name: z.string().min(1).max(100),
  tier: Tier,
  listeners: z.array(Listener),
});
export type Cluster = z.infer<typeof Cluster>;
