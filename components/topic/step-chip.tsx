import type { Decommission } from "#lib/contract/decommission";
import { Chip } from "../ui/chip.tsx";
import { blockInWords, STEP_WORDS } from "./decommission-words.ts";

/** How far a topic is on its way out; a block that is not in force says so. */
export function StepChip({ topic: { step, stale, block } }: { topic: Decommission }) {
  if (step === "blocked" && block && !block.inForce) {
    const { tone } = blockInWords(block);
    return <Chip tone={tone}>{block.problem === null ? "Block under way" : "Block not in force"}</Chip>;
  }
  if (step === "found" && !stale) return <Chip tone="off">In use, or not known</Chip>;
  return <Chip tone={STEP_WORDS[step].tone}>{STEP_WORDS[step].word}</Chip>;
}
