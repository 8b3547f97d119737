"use client";

import type { GrantView } from "#lib/contract/access";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { fail } from "#lib/domain/result";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { formatInstant } from "../ui/format-relative.ts";
import { TextField } from "../ui/text-field.tsx";
import { readEndDate } from "./end-date.ts";

type Renewal = { grantId: string; reason: string; until: string };

type RenewGrantDialogProps = {
  grant: Pick<GrantView, "id" | "application" | "terms" | "expiresAt" | "purpose">;
  renew: Action<RequestSubmitted>;
};

/** Asks for a later end of a grant; the same people decide as on the grant. */
export function RenewGrantDialog({ grant, renew }: RenewGrantDialogProps) {
  const { id, application, terms, expiresAt, purpose } = grant;

  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Renew access of ${application.slug} to ${terms.resourceName}`}>
          Renew
        </Button>
      }
      title={`Renew access of ${application.slug} to ${terms.resourceName}`}
      description={`It ends on ${formatInstant(new Date(expiresAt))}. Until it is decided, nothing changes.`}
      action={(input, key) => askUntil(renew, input as Renewal, key)}
      input={(form): Renewal => ({
        grantId: id,
        until: String(form.get("expiresAt") ?? ""),
        reason: String(form.get("reason") ?? ""),
      })}
      submitLabel="Ask to renew"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <TextField
            label="New last day"
            name="expiresAt"
            optional
            mono
            error={errorOf("expiresAt")}
            hint="Year, month and day in UTC, such as 2027-03-12. Empty: as long again as it was granted for, within the rules."
          />
          <ReasonField error={errorOf("reason")} hint={`Why it is still needed. It was granted for: “${purpose}”`} />
        </>
      )}
    </CommandDialog>
  );
}

/** A day that cannot be read is said so here, in words that fit what was typed. */
async function askUntil(renew: Action<RequestSubmitted>, { until, ...input }: Renewal, key: string | undefined) {
  if (until.trim() === "") return renew(input, key);
  const read = readEndDate(until);
  if (read.ok) return renew({ ...input, expiresAt: read.value }, key);
  return fail("invalid_input", "Nothing was sent yet.", { errors: [{ path: "expiresAt", message: read.message }] });
}
