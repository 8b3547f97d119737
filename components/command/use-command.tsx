"use client";

import { useCallback, useRef, useState, useTransition } from "react";
import { type Failure, fail, type Result } from "#lib/domain/result";

/** A command as a form gets it: the server action, with the key that makes a double click ask once. */
export type Action<Output> = (input: unknown, idempotencyKey?: string) => Promise<Result<Output>>;

/** 128 random bits. Not `randomUUID`, which browsers keep from plain http. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Command<Output> = {
  /** Sends; answers the value, or undefined when it was refused (`failure` says why). */
  run: (input: unknown) => Promise<Output | undefined>;
  failure: Failure | null;
  pending: boolean;
  /** Takes the refusal away, or states one of the form's own. */
  setFailure: (failure: Failure | null) => void;
};

/**
 * One opened form and the command that it sends. The key stays the same until the command succeeds with it, so that pressing
 * again after a lost answer does not ask twice.
 */
export function useCommand<Output>(action: Action<Output>): Command<Output> {
  const key = useRef<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [pending, start] = useTransition();

  const run = useCallback(
    (input: unknown) =>
      new Promise<Output | undefined>((resolve) => {
        start(async () => {
          key.current ??= newKey();
          const result = await action(input, key.current).catch(() => UNREACHED);
          if (result.ok) key.current = null;
          setFailure(result.ok ? null : result.failure);
          resolve(result.ok ? result.value : undefined);
        });
      }),
    [action],
  );

  return { run, failure, pending, setFailure };
}

const UNREACHED = fail("unavailable", "Headgate could not be reached. What you typed is kept: try again.");
