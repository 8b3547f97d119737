"use client";

import { useId, useState } from "react";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { TextField } from "../ui/text-field.tsx";
import { QUOTA_EXAMPLES, QUOTA_LABELS, type QuotaKey, quotaInWords, quotaText, readQuota } from "./quota-texts.ts";

type QuotaFieldsProps = { quota?: ClientQuota; empty: string; errorOf: (path: string) => string | undefined };

/** The limits of a principal, typed as people write them. `empty` says what comes of fields that are left empty. */
export function QuotaFields({ quota = {}, empty, errorOf }: QuotaFieldsProps) {
  const noteId = useId();

  return (
    <fieldset className="grid gap-3 rounded border border-line p-3 sm:grid-cols-2" aria-describedby={noteId}>
      <legend className="px-1 text-small font-medium">Quota</legend>
      <p id={noteId} className="text-xs text-ink-3 sm:col-span-2">
        What all its clients together may use of each broker. {empty}
      </p>
      {QUOTA_KEYS.map((key) => (
        <QuotaField key={key} quotaKey={key} initial={quotaText(key, quota)} error={errorOf(`quota.${key}`)} />
      ))}
    </fieldset>
  );
}

type QuotaFieldProps = { quotaKey: QuotaKey; initial: string; error: string | undefined };

function QuotaField({ quotaKey, initial, error }: QuotaFieldProps) {
  const [typed, setTyped] = useState(initial);
  const read = readQuota(quotaKey, typed);
  const understood = read.ok && read.value !== undefined ? quotaInWords(quotaKey, read.value) : null;

  return (
    <TextField
      label={QUOTA_LABELS[quotaKey]}
      name={`quota.${quotaKey}`}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      mono
      placeholder={QUOTA_EXAMPLES[quotaKey]}
      aria-invalid={!read.ok}
      // What cannot be read is told below in better words than the server's.
      error={read.ok ? error : undefined}
      optional
      verdict={
        read.ok ? (
          understood && <span className="text-xs text-ink-2">{understood}</span>
        ) : (
          <span className="text-xs text-bad">{read.message}</span>
        )
      }
    />
  );
}
