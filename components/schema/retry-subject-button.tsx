"use client";

import { useRouter } from "next/navigation";
import { useCommand } from "../command/use-command.tsx";
import { Button } from "../ui/button.tsx";
import type { SubjectCommands } from "./subject-commands.ts";

type RetrySubjectButtonProps = { cluster: string; subject: string; retry: SubjectCommands["retry"] };

/** Has the worker try a blocked subject again; the page then follows what comes of it. */
export function RetrySubjectButton({ cluster, subject, retry }: RetrySubjectButtonProps) {
  const router = useRouter();
  const { run, failure, pending } = useCommand(retry);

  const tryAgain = async () => {
    const retried = await run({ cluster, subject });
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
