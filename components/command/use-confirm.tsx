"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Failure } from "#lib/domain/result";
import { toast } from "../ui/toast.tsx";
import { errorAt } from "./failure-notice.tsx";
import type { Action } from "./use-command.tsx";

type Confirm = {
  /** For `onConfirm` of a `ConfirmDialog`: sends, and answers why it was refused. */
  confirm: (input: unknown) => Promise<string | undefined>;
  /** The message for a field of the dialog. */
  errorOf: (path: string) => string | undefined;
};

/**
 * One command behind a question. Done, it is said in the corner, and the page is read again or another opened.
 * @param leadsTo the address that a success leads to, where the page behind is gone
 */
export function useConfirm<Output>(action: Action<Output>, done: string, leadsTo?: string): Confirm {
  const router = useRouter();
  const [failure, setFailure] = useState<Failure | null>(null);

  const confirm = async (input: unknown) => {
    const result = await action(input);
    setFailure(result.ok ? null : result.failure);
    if (!result.ok) return result.failure.detail;

    toast(done);
    if (leadsTo) router.push(leadsTo);
    else router.refresh();
    return undefined;
  };

  return { confirm, errorOf: (path) => errorAt(failure, path) };
}
