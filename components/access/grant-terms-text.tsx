import type { GrantTerms, NamePattern } from "#lib/domain/grant";
import { ResourcePattern } from "./resource-pattern.tsx";

type GrantTermsTextProps = {
  terms: GrantTerms;
  /** Says also which topics a prefix means; where the topic has a column of its own, that is known. */
  resource: boolean;
};

/** What a grant allows: the operation, with its group or transactional id, and where it may come from if that is limited. */
export function GrantTermsText({ terms, resource }: GrantTermsTextProps) {
  const { operation, resourceName, patternType, consumerGroup, transactionalId, host } = terms;
  const prefixed = resource && patternType === "PREFIXED";

  return (
    <div className="grid min-w-36 gap-0.5">
      <span>{operation}</span>
      {prefixed && <Named word="all topics of" pattern={{ name: resourceName, patternType }} />}
      {consumerGroup && <Named word="group" pattern={consumerGroup} />}
      {transactionalId && <Named word="transactional id" pattern={transactionalId} />}
      {host !== "*" && <span className="text-small text-ink-3">from {host}</span>}
    </div>
  );
}

function Named({ word, pattern }: { word: string; pattern: NamePattern }) {
  return (
    <span className="text-small text-ink-3">
      {word} <ResourcePattern {...pattern} />
    </span>
  );
}
