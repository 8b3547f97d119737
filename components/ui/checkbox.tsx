"use client";

import { type ComponentProps, type ReactNode, useEffect, useRef } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "className" | "ref"> & {
  label: ReactNode;
  hint?: ReactNode;
  /** The label is for screen readers only (a row's checkbox in a table). */
  hideLabel?: boolean;
  /** Some, but not all, of what it stands for is chosen. */
  indeterminate?: boolean;
};

/** Yes or no, with its label as part of the target. */
export function Checkbox({ label, hint, hideLabel, indeterminate = false, ...input }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate]);

  return (
    <label className="inline-flex min-h-6 min-w-6 cursor-pointer items-start gap-2 py-0.5">
      <input {...input} ref={box} type="checkbox" className="mt-0.5 size-4 flex-none cursor-pointer accent-accent" />
      <span className={hideLabel ? "sr-only" : "min-w-0"}>
        {label}
        {hint && <span className="block text-xs text-ink-3">{hint}</span>}
      </span>
    </label>
  );
}
