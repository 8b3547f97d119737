import { z } from "zod";
import { Slug } from "#lib/domain/cluster";
import { line } from "#lib/domain/text";
import { GrantView } from "./access.ts";
import { Allowed, Instant, Person, TeamRef, Uuid } from "./common.ts";
import { Reason } from "./topic-requests.ts";

export const CampaignScope = z.strictObject({
  cluster: Slug.optional(),
  /** Text that topic names begin with. */
  prefix: z.string().max(249).optional(),
  /** Slug of one application, to ask about a reader instead of topics. */
  application: Slug.optional(),
});
export const CreateCampaign = z.strictObject({
  title: line(200),
  /** Whose grants; absent: everybody's, which only the platform may ask. */
  team: Slug.optional(),
  scope: CampaignScope.prefault({}),
  reason: Reason,
  dueAt: Instant,
});
export type CreateCampaign = z.infer<typeof CreateCampaign>;
export const DecideCampaignItem = z.strictObject({
  campaignId: Uuid,
  grantId: Uuid,
  decision: z.enum(["keep", "end"]),
  reason: Reason,
});
export const CampaignRow = z.object({
  id: z.string(),
  title: z.string(),
  team: TeamRef.nullable(),
  createdBy: Person,
  createdAt: z.string(),
  dueAt: z.string(),
  closedAt: z.string().nullable(),
  total: z.int(),
  undecided: z.int(),
  kept: z.int(),
  ended: z.int(),
});
export type CampaignRow = z.infer<typeof CampaignRow>;
export const ListCampaigns = z.strictObject({
  cursor: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CampaignPage = z.object({ items: z.array(CampaignRow), nextCursor: z.string().nullable() });
export const GetCampaign = z.strictObject({ campaignId: z.string().max(100) });
export const CampaignView = CampaignRow.extend({
  reason: z.string(),
  items: z.array(
    z.object({
      grant: GrantView,
      decision: z.enum(["keep", "end"]).nullable(),
      reason: z.string(),
      decidedBy: Person.nullable(),
      decidedAt: z.string().nullable(),
      may: Allowed,
    }),
  ),
});
export type CampaignView = z.infer<typeof CampaignView>;
