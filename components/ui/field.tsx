import clsx from "clsx";
import type { ReactNode } from "react";
import { FieldError } from "./field-error.tsx";

export type FieldTexts = {
  label: string;
  /** What is allowed, or what the value means; always visible. */
  hint?: ReactNode;
  /** Why the server refused this field. */
  error?: string | undefined;
  /** A verdict that changes while the person types: announced politely, and part of the field's description. */
  verdict?: ReactNode;
  /** Says "optional" beside the label; fields are required unless they say so. */
  optional?: boolean;
  /** The label is for screen readers only: where a heading or a placeholder says it already. */
  hideLabel?: boolean;
  className?: string | undefined;
};

/** The `aria-describedby` of the control inside a `Field` with this id. */
export function describedBy(id: string, texts: Pick<FieldTexts, "hint" | "error" | "verdict">): string | undefined {
  const parts = [texts.error && `${id}-error`, texts.verdict && `${id}-verdict`, texts.hint && `${id}-hint`];
  return parts.filter(Boolean).join(" ") || undefined;
}

/** Label, control, messages: the frame around every form control. `children` is the control and carries `id`. */
export function Field({ id, children, ...texts }: FieldTexts & { id: string; children: ReactNode }) {
  const { label, hint, error, verdict, optional, hideLabel, className } = texts;

  return (
    <div className={clsx("min-w-0", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1 block text-small font-medium"}>
        {label}
        {optional && <span className="font-normal text-ink-3"> (optional)</span>}
      </label>
      {children}
      <FieldError id={`${id}-error`} message={error} />
      <div id={`${id}-verdict`} aria-live="polite">
        {verdict}
      </div>
      {hint && (
        <div id={`${id}-hint`} className="mt-1 text-xs text-ink-3">
          {hint}
        </div>
      )}
    </div>
  );
}
