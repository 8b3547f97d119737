"use client";

import { KeyRound } from "lucide-react";
import type { ApplicationView } from "#lib/contract/applications";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { PrincipalFields } from "./principal-fields.tsx";
import { QuotaFields } from "./quota-fields.tsx";
import { quotaOf } from "./quota-texts.ts";

type RequestPrincipalDialogProps = {
  application: Pick<ApplicationView, "slug" | "name" | "team" | "clusters" | "principals">;
  request: Action<RequestSubmitted>;
};

/** A quota that nobody states is left to the rules. */
function statedQuota(form: FormData) {
  const quota = quotaOf(form);
  return Object.keys(quota).length > 0 ? { quota } : {};
}

/** Asks for an application's identity on a cluster. */
export function RequestPrincipalDialog({ application, request }: RequestPrincipalDialogProps) {
  return (
    <CommandDialog
      trigger={<Button icon={<KeyRound aria-hidden className="size-4" />}>Ask for a principal</Button>}
      title={`A principal for ${application.name}`}
      description="Who the application is to a cluster. It has no access by itself; that is granted topic by topic."
      action={request}
      input={(form) => ({
        ...textsOf(form, ["cluster", "kind", "name", "reason"]),
        application: application.slug,
        ...statedQuota(form),
      })}
      submitLabel="Ask for this principal"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <PrincipalFields application={application} errorOf={errorOf} />
          <QuotaFields empty="All empty: as much as the rules allow." errorOf={errorOf} />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}
