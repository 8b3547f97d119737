import { z } from "zod";

/**
 * A decision that a request needs, and who may make it. Each is filled by one person, and no person fills two of one request. A reader's slot is
 * an acknowledgement: any member of the reading team gives it, it comes before the others, and it cannot be used to reject.
 */
export const Slot = z.union([
  z.object({ id: z.literal("owner-of-team"), teamId: z.string(), label: z.string() }),
  /** Of the team that would own what changes hands. */
  z.object({ id: z.literal("owner-of-taking-team"), teamId: z.string(), label: z.string() }),
  z.object({ id: z.literal("platform-admin"), label: z.string() }),
  z.object({
    id: z.templateLiteral(["reader:", z.string()]),
    teamId: z.string(),
    label: z.string(),
    /** From then on a platform admin may acknowledge in the team's stead; ISO 8601. */
    standInFrom: z.string(),
  }),
]);
export type Slot = z.infer<typeof Slot>;

/** An acknowledgement by a team whose programs read what would change. */
export type ReaderSlot = Extract<Slot, { standInFrom: string }>;

export function isReaderSlot(slot: Slot): slot is ReaderSlot {
  return slot.id.startsWith("reader:");
}

/** A decision by an owner of one of both sides. */
export type OwnerSlot = Extract<Slot, { id: "owner-of-team" | "owner-of-taking-team" }>;

export function isOwnerSlot(slot: Slot): slot is OwnerSlot {
  return slot.id === "owner-of-team" || slot.id === "owner-of-taking-team";
}

/** How long a reading team has to answer before a platform admin may acknowledge for it: an acknowledgement is not a veto. */
export const ACKNOWLEDGE_WITHIN_DAYS = 5;

/** How much can go wrong: decides which slots a request needs. */
export const Risk = z.enum(["low", "normal", "high"]);
export type Risk = z.infer<typeof Risk>;
