"use client";

import type { ApplicationView, PrincipalView } from "#lib/contract/applications";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { endDateOf } from "../access/end-date.ts";
import { withEndDate } from "../access/with-end-date.ts";
import { CommandDialog } from "../command/command-dialog.tsx";
import { textsOf } from "../command/form-values.ts";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { suggestPrincipalName } from "./principal-name-suggestion.ts";

/** How long both principals work unless somebody says otherwise. */
const OVERLAP_MS = 7 * 86_400_000;

type RotatePrincipalDialogProps = {
  application: Pick<ApplicationView, "slug" | "team" | "principals">;
  principal: Pick<PrincipalView, "id" | "name" | "kind" | "cluster" | "clusterName" | "quota">;
  request: Action<RequestSubmitted>;
};

/** Asks for a second principal that takes over from this one without downtime. */
export function RotatePrincipalDialog({ application, principal, request }: RotatePrincipalDialogProps) {
  const { id, name, kind, cluster, clusterName, quota } = principal;

  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Rotate ${name}`}>
          Rotate
        </Button>
      }
      title={`Rotate ${name} on ${clusterName}`}
      description={`A second principal gets the same access and quota. Both work until the last day of ${name}, so clients can move over one by one.`}
      action={withEndDate(request, "replacedEndsAt")}
      input={(form) => ({
        ...textsOf(form, ["name", "reason", "replacedEndsAt"]),
        ...{ application: application.slug, cluster, kind, quota, replaces: id },
      })}
      submitLabel="Ask for the second principal"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          <TextField
            label="Name of the second principal"
            name="name"
            mono
            defaultValue={secondName(application, principal)}
            error={errorOf("name")}
          />
          <TextField
            label={`Last day of ${name}`}
            name="replacedEndsAt"
            mono
            defaultValue={endDateOf(new Date(Date.now() + OVERLAP_MS).toISOString())}
            error={errorOf("replacedEndsAt") ?? errorOf("replaces")}
            hint="Year, month and day in UTC; its clients are refused once that day is over. Empty: 7 days from now. An owner can end it earlier."
            optional
          />
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}

/** Of an external principal only its owners know the next name. */
function secondName(
  { team, slug, principals }: RotatePrincipalDialogProps["application"],
  { kind, cluster }: RotatePrincipalDialogProps["principal"],
): string {
  if (kind === "external") return "";
  const taken = principals.filter((one) => one.cluster === cluster).map(({ name }) => name);
  return suggestPrincipalName(team.slug, slug, taken);
}
