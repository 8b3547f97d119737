"use client";

import { TriangleAlert } from "lucide-react";
import { type MouseEvent, useEffect, useRef } from "react";

type SummaryError = { path: string; message: string };

type ErrorSummaryProps = {
  /** One sentence: what did not happen. */
  detail?: string | undefined;
  errors?: readonly SummaryError[] | undefined;
};

/** One array for all: a new one at each render would take focus at each stroke. */
const NONE: readonly SummaryError[] = [];

/**
 * What a form was refused for, at its top. Takes focus each time it is told something new. Stands inside the `<form>`: an error's link goes to
 * the control whose `name` is the error's path. Renders nothing without a detail and errors.
 */
export function ErrorSummary({ detail, errors = NONE }: ErrorSummaryProps) {
  const summary = useRef<HTMLDivElement>(null);
  const shown = Boolean(detail) || errors.length > 0;

  // A new answer is a new array, even with the same words: it takes focus again.
  useEffect(() => {
    if (shown && errors) summary.current?.focus();
  }, [shown, errors]);

  if (!shown) return null;

  const goTo = (event: MouseEvent<HTMLAnchorElement>, path: string) => {
    const named = event.currentTarget.closest("form")?.elements.namedItem(path);
    // Several controls of one name, such as the checkboxes of a list: the first.
    const control = named instanceof RadioNodeList ? named[0] : named;
    if (!(control instanceof HTMLElement)) return;
    event.preventDefault();
    control.focus();
  };

  return (
    <div
      ref={summary}
      tabIndex={-1}
      role="alert"
      className="mb-5 flex gap-2.5 rounded-lg border border-bad bg-bad-soft p-3.5"
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 flex-none text-bad" />
      <div className="min-w-0">
        <p className="font-semibold text-bad">{detail ?? "This was not accepted."}</p>
        {errors.length > 0 && (
          <ul className="mt-1 list-disc pl-4">
            {errors.map((error) => (
              <li key={`${error.path} ${error.message}`} className="py-0.5">
                <a
                  href={`#${error.path}`}
                  onClick={(event) => goTo(event, error.path)}
                  className="inline-block min-h-6 align-top text-ink underline"
                >
                  <span className="font-mono text-[0.93em]">{error.path}</span>: {error.message}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
