"use client";

import type { GrantView } from "#lib/contract/access";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { formatInstant } from "../ui/format-relative.ts";
import { endOfDay } from "../ui/last-day.ts";
import { TextField } from "../ui/text-field.tsx";

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
        <Button size="small" aria-label={`Renew ${terms.resourceName} for ${application.slug}`}>
          Renew
        </Button>
      }
      title={`Renew access of ${application.name} to ${terms.resourceName}`}
      description={`It ends on ${formatInstant(new Date(expiresAt))}. Until it is decided, nothing changes.`}
      action={renew}
      input={(form) => ({
        grantId: id,
        expiresAt: endOfDay(String(form.get("expiresAt") ?? "")),
        reason: form.get("reason"),
      })}
      submitLabel="Ask to renew"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Last day"
            name="expiresAt"
            type="date"
            error={errorOf("expiresAt")}
            hint="In UTC. Empty: as long again as it was granted for, within the rules."
            optional
          />
          <ReasonField error={errorOf("reason")} hint={`Why it is still needed. It was granted for: “${purpose}”`} />
        </>
      )}
    </CommandDialog>
  );
}
