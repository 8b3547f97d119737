"use client";

import { useEffect, useRef, useState } from "react";
import { createLatestAnswer } from "./latest-answer.ts";

type Latest<Answer> = { answer: Answer | null; pending: boolean; failed: boolean };

/**
 * The answer to the latest `question`, asked anew whenever its `key` changes and typing rests. The answer before stays until the next one is
 * there. A null key asks nothing.
 * @param key identifies the question: the serialised input
 * @param run asks; must pass the signal on to `fetch`
 * @param delayMs how long typing must rest, in milliseconds
 */
export function useLatestAnswer<Answer>(
  key: string | null,
  run: (key: string, signal: AbortSignal) => Promise<Answer>,
  delayMs = 250,
): Latest<Answer> {
  const [state, setState] = useState<Latest<Answer>>({ answer: null, pending: false, failed: false });
  const latestRun = useRef(run);

  useEffect(() => {
    latestRun.current = run;
  });

  useEffect(() => {
    if (key === null) return setState({ answer: null, pending: false, failed: false });

    setState((before) => ({ ...before, pending: true }));
    const latest = createLatestAnswer<string, Answer>({
      delayMs,
      run: (question, signal) => latestRun.current(question, signal),
      onAnswer: (answer) => setState({ answer, pending: false, failed: false }),
      onFailure: () => setState((before) => ({ ...before, pending: false, failed: true })),
    });
    latest.ask(key);
    return latest.stop;
  }, [key, delayMs]);

  return state;
}
