import { EqualApproximately } from "lucide-react";
import type { OwnerCandidate } from "#lib/domain/owner-candidate";
import { Chip } from "../ui/chip.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { CONFIDENCE_TONES, EVIDENCE_WORDS } from "./import-words.ts";

/** Nobody waits for anything, as the clock of this tone would say. */
const LIKELY = { icon: EqualApproximately };

/** Who may own a topic: the likeliest, how sure that is, and what speaks for everybody who comes into question. */
export function OwnerSuggestion({ candidates }: { candidates: readonly OwnerCandidate[] }) {
  const [first, ...others] = candidates;
  if (!first) return <span className="text-ink-3">nothing points to anybody</span>;

  return (
    <div className="grid min-w-56 gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <span>{first.team}</span>
        <Chip tone={CONFIDENCE_TONES[first.confidence]} {...(first.confidence === "likely" ? LIKELY : {})}>
          {first.confidence}
        </Chip>
      </span>
      <Disclosure summary={others.length > 0 ? `Why, and ${others.length} more` : "Why"}>
        <ul className="grid gap-2 text-small">
          {candidates.map((candidate) => (
            <Candidate key={candidate.team} candidate={candidate} />
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function Candidate({ candidate: { team, confidence, evidence } }: { candidate: OwnerCandidate }) {
  return (
    <li>
      <strong className="font-semibold">{team}</strong> <span className="text-ink-3">{confidence}</span>
      <ul>
        {evidence.map(({ kind, text }) => (
          <li key={text} className="wrap-anywhere text-ink-2">
            <span className="text-ink-3">{EVIDENCE_WORDS[kind]}:</span> {text}
          </li>
        ))}
      </ul>
    </li>
  );
}
