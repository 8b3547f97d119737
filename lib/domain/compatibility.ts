import { z } from "zod";

/** The registry's compatibility levels, by its own names. */
export const COMPATIBILITY_LEVELS = [
  "BACKWARD",
  "BACKWARD_TRANSITIVE",
  "FORWARD",
  "FORWARD_TRANSITIVE",
  "FULL",
  "FULL_TRANSITIVE",
  "NONE",
] as const;
export const CompatibilityLevel = z.enum(COMPATIBILITY_LEVELS);
export type CompatibilityLevel = z.infer<typeof CompatibilityLevel>;

/** What the platform sets where nobody has said anything: whoever reads can go on reading what is stored. */
export const DEFAULT_COMPATIBILITY: CompatibilityLevel = "BACKWARD";

/** What a level promises, in one sentence. */
export const COMPATIBILITY_MEANINGS: { readonly [Level in CompatibilityLevel]: string } = {
  BACKWARD: "A reader with the new version reads what was written with the one before.",
  BACKWARD_TRANSITIVE: "A reader with the new version reads what was written with any version.",
  FORWARD: "A reader with the version before reads what is written with the new one.",
  FORWARD_TRANSITIVE: "A reader with any version reads what is written with the new one.",
  FULL: "Readers and writers may have the new version or the one before.",
  FULL_TRANSITIVE: "Readers and writers may have any version.",
  NONE: "Nothing is promised: any schema is taken.",
};

type Guarantee = "backward" | "forward" | "transitive";

const GUARANTEES: { readonly [Level in CompatibilityLevel]: readonly Guarantee[] } = {
  BACKWARD: ["backward"],
  BACKWARD_TRANSITIVE: ["backward", "transitive"],
  FORWARD: ["forward"],
  FORWARD_TRANSITIVE: ["forward", "transitive"],
  FULL: ["backward", "forward"],
  FULL_TRANSITIVE: ["backward", "forward", "transitive"],
  NONE: [],
};

/** Whether `level` promises all that `lowest` does. BACKWARD and FORWARD promise different things: neither is enough for the other. */
export function promisesAtLeast(level: CompatibilityLevel, lowest: CompatibilityLevel): boolean {
  return GUARANTEES[lowest].every((guarantee) => GUARANTEES[level].includes(guarantee));
}
