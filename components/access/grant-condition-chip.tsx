import { Hourglass } from "lucide-react";
import type { GrantView } from "#lib/contract/access";
import { Chip } from "../ui/chip.tsx";
import { grantConditionWords } from "./grant-condition.ts";

/** How a grant stands: word, icon and colour. */
export function GrantConditionChip({ grant }: { grant: Pick<GrantView, "condition" | "endKind"> }) {
  const { tone, word } = grantConditionWords(grant);
  return (
    <Chip tone={tone} {...(grant.condition === "expiring" ? { icon: Hourglass } : {})}>
      {word}
    </Chip>
  );
}
