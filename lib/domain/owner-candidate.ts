import { z } from "zod";

/**
 * How sure it is that a team owns a topic that nobody manages. `certain`: the name is the team's by right. `likely`: one strong sign, or two that do
 * not follow from each other. `weak`: a hint for a person.
 */
export const OWNER_CONFIDENCES = ["certain", "likely", "weak"] as const;
export const OwnerConfidence = z.enum(OWNER_CONFIDENCES);
export type OwnerConfidence = z.infer<typeof OwnerConfidence>;

/** What speaks for a team, the strongest first. */
export const OWNER_EVIDENCE = ["prefix", "writer", "name", "reader", "group"] as const;
export const OwnerEvidence = z.object({ kind: z.enum(OWNER_EVIDENCE), text: z.string() });
export type OwnerEvidence = z.infer<typeof OwnerEvidence>;

/** A team that may own a topic, by its slug, and why. */
export const OwnerCandidate = z.object({
  team: z.string(),
  confidence: OwnerConfidence,
  evidence: z.array(OwnerEvidence).min(1),
});
export type OwnerCandidate = z.infer<typeof OwnerCandidate>;
