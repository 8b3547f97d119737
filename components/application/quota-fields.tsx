"use client";

import { useState } from "react";
import { type ClientQuota, QUOTA_KEYS } from "#lib/domain/client-quota";
import { TextField } from "../ui/text-field.tsx";
import { QUOTA_LABELS, type QuotaKey, quotaInWords, quotaText, readQuota } from "./quota-texts.ts";

type QuotaFieldsProps = { quota?: ClientQuota; errorOf: (path: string) => string | undefined };

const HINTS: { readonly [Key in QuotaKey]: string } = {
  producerByteRate: "Per second and broker, such as 10MiB.",
  consumerByteRate: "Per second and broker, such as 10MiB.",
  requestPercentage: "Percent of one broker thread’s time; 200 is two threads.",
};

/** The limits of a principal, typed as people write them. What is empty is not limited, apart from what the rules say. */
export function QuotaFields({ quota = {}, errorOf }: QuotaFieldsProps) {
  return (
    <fieldset className="grid gap-3 rounded border border-line p-3 sm:grid-cols-3">
      <legend className="px-1 text-small font-medium">
        Quota <span className="font-normal text-ink-3">(optional)</span>
      </legend>
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
      placeholder="not limited"
      aria-invalid={!read.ok}
      error={error}
      hint={HINTS[quotaKey]}
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
