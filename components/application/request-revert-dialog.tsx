"use client";

import type { PrincipalView } from "#lib/contract/applications";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { bindingText } from "./binding-text.ts";

type RequestRevertDialogProps = {
  principal: Pick<PrincipalView, "id" | "name" | "clusterName" | "bindings">;
  request: Action<RequestSubmitted>;
};

/** Asks for what somebody took from the cluster to be put back. */
export function RequestRevertDialog({ principal, request }: RequestRevertDialogProps) {
  const { id, name, clusterName, bindings } = principal;
  const missing = bindings.filter(({ state }) => state === "missing");

  return (
    <CommandDialog
      trigger={
        <Button size="small" aria-label={`Put back what is missing of ${name}`}>
          Put back what is missing
        </Button>
      }
      title={`Put back what is missing of ${name}?`}
      description={`It was on ${clusterName}, and somebody removed or changed it outside Headgate. Nothing is put back unasked.`}
      action={request}
      input={(form) => ({ principalId: id, reason: form.get("reason") })}
      submitLabel="Ask to put it back"
      done={submittedWords}
    >
      {(errorOf) => (
        <>
          {missing.length > 0 && (
            <ul className="list-disc pl-5 font-mono text-small wrap-anywhere">
              {missing.map((binding) => (
                <li key={bindingText(binding)}>{bindingText(binding)}</li>
              ))}
            </ul>
          )}
          <ReasonField error={errorOf("reason")} hint="Read by who decides; stays in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}
