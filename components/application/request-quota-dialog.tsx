"use client";

import type { PrincipalView } from "#lib/contract/applications";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { QuotaFields } from "./quota-fields.tsx";
import { quotaOf } from "./quota-texts.ts";

type RequestQuotaDialogProps = {
  principal: Pick<PrincipalView, "id" | "name" | "clusterName" | "quota">;
  request: Action<RequestSubmitted>;
};

/** Asks for other limits of a principal. */
export function RequestQuotaDialog({ principal, request }: RequestQuotaDialogProps) {
  const { id, name, clusterName, quota } = principal;

  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Change quota of ${name}`}>
          Change quota
        </Button>
      }
      title={`Quota of ${name} on ${clusterName}`}
      description="Brokers slow clients down that go beyond it. All clients of the principal share it, on each broker."
      action={request}
      input={(form) => ({ principalId: id, quota: quotaOf(form), reason: form.get("reason") })}
      submitLabel="Ask for this quota"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <QuotaFields
            quota={quota}
            empty="What is empty is not limited; the rules may refuse that."
            errorOf={errorOf}
          />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}
