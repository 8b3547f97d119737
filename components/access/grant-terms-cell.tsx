import type { GrantTerms, NamePattern } from "#lib/domain/grant";
import { Tag } from "../ui/tag.tsx";

type GrantTermsCellProps = { terms: Pick<GrantTerms, "operation" | "consumerGroup" | "transactionalId" | "host"> };

/** What a grant allows: the operation, with its group or transactional id, and where it may come from if that is limited. */
export function GrantTermsCell({ terms: { operation, consumerGroup, transactionalId, host } }: GrantTermsCellProps) {
  return (
    <span className="grid gap-0.5">
      <span>{operation}</span>
      {consumerGroup && <Named word="group" pattern={consumerGroup} />}
      {transactionalId && <Named word="transactional id" pattern={transactionalId} />}
      {host !== "*" && <span className="text-xs text-ink-3">from {host}</span>}
    </span>
  );
}

function Named({ word, pattern: { name, patternType } }: { word: string; pattern: NamePattern }) {
  return (
    <span className="text-xs text-ink-3 wrap-anywhere">
      {word} <span className="font-mono text-ink-2">{name}</span> {patternType === "PREFIXED" && <Tag>PREFIXED</Tag>}
    </span>
  );
}
