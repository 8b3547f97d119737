"use client";

import { Button } from "../ui/button.tsx";
import { Popover } from "../ui/popover.tsx";

type ExplainedButtonProps = { label: string /** What would be needed, and who has it. */; needed: string };

/** Stands where a button would, for somebody who may not press it: it says what would be needed. */
export function ExplainedButton({ label, needed }: ExplainedButtonProps) {
  return (
    <Popover
      title={`You may not ${label.toLowerCase()} this`}
      trigger={
        <Button variant="quiet" aria-label={`${label}: why not?`}>
          {label}
          <span aria-hidden className="text-ink-3">
            ?
          </span>
        </Button>
      }
    >
      {needed}
    </Popover>
  );
}
