"use client";

import { useRouter } from "next/navigation";
import type { PrincipalView } from "#lib/contract/applications";
import { type Action, useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";

type RetryPrincipalButtonProps = { principal: Pick<PrincipalView, "id" | "name">; retry: Action<unknown> };

/** Has the worker try a blocked principal again; the page then follows what comes of it. */
export function RetryPrincipalButton({ principal: { id, name }, retry }: RetryPrincipalButtonProps) {
  const router = useRouter();
  const { run, failure, pending } = useCommand(retry);

  const tryAgain = async () => {
    const retried = await run({ principalId: id });
    if (retried !== undefined) router.refresh();
  };

  return (
    <span className="inline-grid gap-1">
      <Button size="small" variant="primary" pending={pending} onClick={tryAgain} aria-label={`Try again: ${name}`}>
        Try again
      </Button>
      <span role="alert" className="text-small text-bad empty:hidden">
        {failure?.detail}
      </span>
    </span>
  );
}
