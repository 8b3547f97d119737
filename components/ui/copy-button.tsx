"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

const SHOWN_MS = 2_000;

/** Copies an identifier. `label` names what is copied: `Copy topic name`. */
export function CopyButton({ value, label }: { value: string; label: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setOutcome("copied"),
      () => setOutcome("refused"),
    );

  return (
    <span className="inline-flex items-center align-middle">
      <button
        type="button"
        onClick={copy}
        aria-label={label}
        title={label}
        className="grid size-6 cursor-pointer place-items-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink"
      >
        {outcome === "copied" ? (
          <Check aria-hidden className="size-3.5 text-ok" />
        ) : (
          <Copy aria-hidden className="size-3.5" />
        )}
      </button>
      <span role="status" className={outcome === "refused" ? "text-xs text-bad" : "sr-only"}>
        {outcome === "copied" && "Copied"}
        {outcome === "refused" && "The browser refused to copy"}
      </span>
    </span>
  );
}
