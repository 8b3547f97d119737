import { z } from "zod";
import { Slug } from "#lib/domain/cluster";

export const ADVICE_KINDS = ["unused", "wider-than-used", "shadowed", "names-nothing"] as const;
export const Advice = z.object({
  kind: z.enum(ADVICE_KINDS),
  cluster: z.string(),
  /** What it is about: a grant, or an unmanaged ACL. */
  grantId: z.string().nullable(),
  title: z.string(),
  text: z.string(),
  application: z.string().nullable(),
  owner: z.string().nullable(),
});
export type Advice = z.infer<typeof Advice>;
export const ListAdvice = z.strictObject({
  cluster: Slug.optional(),
  days: z.coerce.number().int().min(1).max(3_650).default(30),
});
export const AdviceList = z.object({ items: z.array(Advice), capped: z.boolean(), days: z.int() });
