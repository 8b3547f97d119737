"use client";

import { useState } from "react";
import type { Failure, FieldError } from "#lib/domain/result";

/**
 * Which fields of a judged form say what is wrong with them: those that were touched, and all after an attempt to submit. Nobody is told off for
 * what they have not come to.
 * @param from fields that count as touched from the first, because the address filled them
 */
export function useFieldNotice(from: readonly string[] = []) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(() => new Set(from));
  const [attempt, setAttempt] = useState<{ failure: Failure | null; changed: ReadonlySet<string> } | null>(null);

  return {
    touched,
    touch: (path: string) => {
      setTouched((before) => new Set(before).add(path));
      setAttempt((before) => before && { ...before, changed: new Set(before.changed).add(path) });
    },
    /** Takes fields back to untouched, where their paths mean others from now on. */
    forget: (gone: (path: string) => boolean) =>
      setTouched((before) => new Set([...before].filter((path) => !gone(path)))),
    /** After a submission that did not go through: what was refused is said at its field until that is changed. */
    attempted: (failure: Failure | null) => setAttempt({ failure, changed: new Set() }),
    shown: (path: string) => attempt !== null || touched.has(path),
    /** What the last attempt was refused for, for a field that was not changed since. */
    refused: (path: string): readonly FieldError[] =>
      attempt?.changed.has(path) ? [] : (attempt?.failure?.errors ?? []),
  };
}
