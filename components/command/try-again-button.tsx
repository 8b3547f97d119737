"use client";

import { useRouter } from "next/navigation";
import { Button, type ButtonProps } from "../ui/button.tsx";
import { type Action, useCommand } from "./use-command.tsx";

type TryAgainButtonProps = {
  retry: Action<unknown>;
  /** The command's input: what is tried again. */
  input: unknown;
  /** Its name, where several such buttons stand on the page. */
  about?: string;
  size?: ButtonProps["size"];
};

/** Has the worker try again what is blocked; the page then follows what comes of it. */
export function TryAgainButton({ retry, input, about, size }: TryAgainButtonProps) {
  const router = useRouter();
  const { run, failure, pending } = useCommand(retry);

  const tryAgain = async () => {
    const retried = await run(input);
    if (retried !== undefined) router.refresh();
  };

  return (
    <span className="inline-grid justify-items-end gap-1">
      <Button
        variant="primary"
        {...(size ? { size } : {})}
        pending={pending}
        onClick={tryAgain}
        {...(about ? { "aria-label": `Try again: ${about}` } : {})}
      >
        Try again
      </Button>
      <span role="alert" className="text-small text-bad empty:hidden">
        {failure?.detail}
      </span>
    </span>
  );
}
