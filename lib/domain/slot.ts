import { z } from "zod";

/** A decision that a request needs, and who may make it. Each is filled by one person, and no person fills two of one request. */
export const Slot = z.discriminatedUnion("id", [
  z.object({ id: z.literal("owner-of-team"), teamId: z.string(), label: z.string() }),
  z.object({ id: z.literal("platform-admin"), label: z.string() }),
]);
export type Slot = z.infer<typeof Slot>;

/** How much can go wrong: decides which slots a request needs. */
export const Risk = z.enum(["low", "normal", "high"]);
export type Risk = z.infer<typeof Risk>;
