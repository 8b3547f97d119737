import type { Decommission, DecommissionStep } from "#lib/contract/decommission";
import type { Tone } from "../ui/tone.ts";

export const STEP_WORDS: { readonly [Step in DecommissionStep]: { tone: Tone; word: string } } = {
  found: { tone: "off", word: "Found" },
  announced: { tone: "wait", word: "Announced" },
  blocked: { tone: "warn", word: "Blocked for all" },
  deleting: { tone: "bad", word: "Being deleted" },
};

/** What a block does at this moment: in force, under way, or kept from it. */
export function blockInWords(block: NonNullable<Decommission["block"]>): { tone: Tone; text: string } {
  const { inForce, problem, daysLeft } = block;
  if (problem !== null) return { tone: "bad", text: `It is not in force: ${problem}` };
  if (!inForce) return { tone: "wait", text: "Decided, and not yet seen on the cluster: reads and writes still pass." };
  const left =
    daysLeft === null || daysLeft === 0
      ? "The days to wait are over; it stays until somebody lifts it or the topic is deleted."
      : `${daysLeft === 1 ? "1 day" : `${daysLeft} days`} left to hear who misses it.`;
  return { tone: "warn", text: `Seen on the cluster: reads and writes are denied to everybody. ${left}` };
}

/** Why a topic stands in the list, or why it would not, in a sentence. */
export function quietInWords({ stale, staleAfterDays, quietSince, activeGroups }: Decommission): string {
  const limit = staleAfterDays === 1 ? "a day" : `${staleAfterDays} days`;
  if (stale) return `Nothing was written for more than ${limit}, and no consumer group was active.`;
  const groups = activeGroups === 1 ? "1 consumer group was active" : `${activeGroups} consumer groups were active`;
  if (activeGroups > 0) return `It is in use: ${groups} within ${limit}.`;
  return quietSince === null
    ? "Nobody has measured yet whether it is used."
    : `It was written to within ${limit}, or is not known for that long.`;
}

type StepsTaken = Pick<Decommission, "step" | "stale" | "ending" | "block">;

/** How a step stands: done, the present one, or still to come. Each but the last may be left out; who ends a topic in use is warned at first. */
export function stepTone({ step, stale, ending, block }: StepsTaken, of: DecommissionStep): Tone {
  switch (of) {
    case "found":
      if (stale) return "ok";
      return step === "found" ? "warn" : "off";
    case "announced":
      return ending === null ? "off" : "ok";
    case "blocked":
      return block === null ? "off" : blockInWords(block).tone;
    case "deleting":
      return step === "deleting" ? "wait" : "off";
  }
}
