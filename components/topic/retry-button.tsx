"use client";

import { useRouter } from "next/navigation";
import { type Action, useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";

type RetryButtonProps = { cluster: string; name: string; retry: Action<unknown> };

/** Has the worker try a blocked topic again; the page then follows what comes of it. */
export function RetryButton({ cluster, name, retry }: RetryButtonProps) {
  const router = useRouter();
  const { run, failure, pending } = useCommand(retry);

  const tryAgain = async () => {
    const retried = await run({ cluster, name });
    if (retried !== undefined) router.refresh();
  };

  return (
    <div className="grid justify-items-end gap-1">
      <Button variant="primary" pending={pending} onClick={tryAgain}>
        Try again
      </Button>
      <p role="alert" className="text-small text-bad">
        {failure?.detail}
      </p>
    </div>
  );
}
