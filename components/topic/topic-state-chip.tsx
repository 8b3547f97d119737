import { Diff, type LucideIcon, Minus, SearchX } from "lucide-react";
import type { TopicState } from "#lib/contract/topics";
import { Chip, type Tone } from "../ui/chip.tsx";

const states: Record<TopicState, { tone: Tone; word: string; icon?: LucideIcon }> = {
  pending: { tone: "wait", word: "Pending" },
  ready: { tone: "ok", word: "Ready" },
  drifted: { tone: "warn", word: "Drifted", icon: Diff },
  blocked: { tone: "bad", word: "Blocked" },
  missing: { tone: "bad", word: "Missing", icon: SearchX },
  deleting: { tone: "wait", word: "Deleting" },
  unmanaged: { tone: "off", word: "Unmanaged", icon: Minus },
};

/** The word for a topic's state. */
export function topicStateWord(state: TopicState): string {
  return states[state].word;
}

/** How a topic stands on its cluster. `pending` says no more than that: whether it is being applied or waits is the topic page's to say. */
export function TopicStateChip({ state }: { state: TopicState }) {
  const { tone, word, icon } = states[state];
  return (
    <Chip tone={tone} {...(icon ? { icon } : {})}>
      {word}
    </Chip>
  );
}
