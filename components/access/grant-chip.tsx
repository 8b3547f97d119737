import type { GrantView } from "#lib/contract/access";
import { Chip } from "../ui/chip.tsx";
import { grantCondition } from "./grant-condition.ts";

type GrantChipProps = { grant: Pick<GrantView, "condition" | "endKind" | "message" | "endReason"> };

/** How a grant stands, with the worker's words, or the reason for its end. */
export function GrantChip({ grant }: GrantChipProps) {
  const { tone, word } = grantCondition(grant);
  const words = grant.message || grant.endReason;

  return (
    <>
      <Chip tone={tone}>{word}</Chip>
      {words && <span className="mt-0.5 block text-xs text-ink-2 wrap-anywhere">{words}</span>}
    </>
  );
}
