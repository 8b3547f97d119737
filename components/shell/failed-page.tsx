"use client";

import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { LinkButton } from "../ui/link-button.tsx";

export type FailedPageProps = { error: Error & { digest?: string }; reset: () => void };

/** A bug, as the person sees it: nothing internal, only the id under which the log tells the rest. */
export function FailedPage({ error, reset }: FailedPageProps) {
  return (
    <div className="mx-auto grid max-w-xl gap-4 py-10">
      <h1 className="text-title font-semibold">This page failed</h1>
      <p className="text-ink-2">The mistake is ours, and it is in the log. Trying again may help.</p>
      {error.digest && (
        <p>
          Tell your platform team this id: <code className="font-mono">{error.digest}</code>{" "}
          <CopyButton value={error.digest} label="Copy error id" />
        </p>
      )}
      <div className="flex flex-wrap gap-2.5">
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
        <LinkButton href="/">Go to the inbox</LinkButton>
      </div>
    </div>
  );
}
