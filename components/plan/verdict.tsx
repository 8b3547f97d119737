import clsx from "clsx";
import { TriangleAlert, X } from "lucide-react";
import type { Violation } from "#lib/domain/policy";
import { Chip } from "../ui/chip.tsx";
import { CodedText } from "../ui/coded-text.tsx";
import { limitWords, suggestionText, verdictSummary } from "./verdict-words.ts";

type Take = (violation: Violation) => void;

/** The verdict in one chip: all rules pass, warnings, rules broken. */
export function VerdictChip({ violations }: { violations: readonly Violation[] }) {
  const { tone, words } = verdictSummary(violations);
  return <Chip tone={tone}>{words}</Chip>;
}

type VerdictProps = {
  violations: readonly Violation[];
  /** Takes the suggestion into the form. Left out for who only reads: the suggestion is then told, not offered. */
  onTake?: Take;
};

/**
 * Every broken rule: which, what was asked, what is allowed, what would pass; the same for who asks and who decides. Says in words
 * when there is none. Stands in a live region where it changes while somebody types.
 */
export function Verdict({ violations, onTake }: VerdictProps) {
  if (violations.length === 0) return <VerdictChip violations={violations} />;

  return (
    <ul className="grid gap-3">
      {violations.map((violation) => (
        <li key={`${violation.policyId} ${violation.path} ${violation.limit}`}>
          <ViolationText violation={violation} onTake={onTake} full />
        </li>
      ))}
    </ul>
  );
}

/** The broken rules of one field, for the `verdict` of that field. `path` is the field's path in the request's input. */
export function FieldVerdict({ violations, path, onTake }: VerdictProps & { path: string }) {
  const mine = violations.filter((violation) => violation.path === path);
  if (mine.length === 0) return null;

  return (
    <div className="mt-1.5 grid gap-1.5">
      {mine.map((violation) => (
        <ViolationText key={`${violation.policyId} ${violation.limit}`} violation={violation} onTake={onTake} />
      ))}
    </div>
  );
}

type ViolationTextProps = { violation: Violation; onTake: Take | undefined; full?: boolean };

function ViolationText({ violation, onTake, full = false }: ViolationTextProps) {
  const denied = violation.enforcement === "deny";
  const Icon = denied ? X : TriangleAlert;
  const suggestion = suggestionText(violation);

  return (
    <div className={clsx("flex gap-2 text-small", denied ? "text-bad" : "text-warn")}>
      <Icon aria-hidden className="mt-px size-4 flex-none" />
      <div className="min-w-0 wrap-anywhere">
        <span className="sr-only">{denied ? "Refused: " : "Warning: "}</span>
        <CodedText text={violation.message} /> <span className="text-ink-3">Rule: {violation.policySlug}</span>
        {full && (
          <div className="text-ink-2">
            {violation.actual !== null && (
              <>
                asked <span className="font-mono">{violation.actual}</span> ·{" "}
              </>
            )}
            <CodedText text={limitWords(violation)} />
          </div>
        )}
        {suggestion !== null && (
          <div>
            <Suggestion violation={violation} text={suggestion} onTake={onTake} />
          </div>
        )}
      </div>
    </div>
  );
}

function Suggestion({ violation, text, onTake }: { violation: Violation; text: string; onTake: Take | undefined }) {
  const value = <span className="font-mono">{text}</span>;
  if (!onTake) return <span className="text-ink-2">{value} would pass</span>;

  return (
    <button
      type="button"
      onClick={() => onTake(violation)}
      className="min-h-6 cursor-pointer font-medium text-accent underline underline-offset-2"
    >
      Use {value}
    </button>
  );
}
