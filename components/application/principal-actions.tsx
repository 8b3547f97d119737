import type { ApplicationView, CredentialIssued, PrincipalView } from "#lib/contract/applications";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { CredentialDialog } from "../access/credential-dialog.tsx";
import { TryAgainButton } from "../command/try-again-button.tsx";
import type { Action } from "../command/use-command.tsx";
import { EndPrincipalDialog } from "./end-principal-dialog.tsx";
import { RequestQuotaDialog } from "./request-quota-dialog.tsx";
import { RequestRevertDialog } from "./request-revert-dialog.tsx";
import { RotatePrincipalDialog } from "./rotate-principal-dialog.tsx";

export type PrincipalCommands = {
  requestPrincipal: Action<RequestSubmitted>;
  requestQuota: Action<RequestSubmitted>;
  requestRevert: Action<RequestSubmitted>;
  issueCredential: Action<CredentialIssued>;
  endPrincipal: Action<unknown>;
  retryPrincipal: Action<unknown>;
};

type PrincipalActionsProps = { application: ApplicationView; principal: PrincipalView; commands: PrincipalCommands };

/** What may be done with a principal now, and who could do the rest. An ended one offers nothing. */
export function PrincipalActions({ application, principal, commands }: PrincipalActionsProps) {
  if (principal.endedAt !== null && principal.state !== "blocked") return null;
  const { state, kind, endedAt, may } = principal;
  const ask = application.may.requestPrincipal.allowed && endedAt === null;
  const credential = may.issueCredential.allowed && kind === "scram" && endedAt === null;

  return (
    <>
      {state === "blocked" && may.retry.allowed && (
        <TryAgainButton
          retry={commands.retryPrincipal}
          input={{ principalId: principal.id }}
          about={principal.name}
          size="small"
        />
      )}
      {state === "drifted" && may.revert.allowed && (
        <RequestRevertDialog principal={principal} request={commands.requestRevert} />
      )}
      {credential && <CredentialDialog principal={principal} issue={commands.issueCredential} />}
      {ask && (
        <>
          <RotatePrincipalDialog application={application} principal={principal} request={commands.requestPrincipal} />
          <RequestQuotaDialog principal={principal} request={commands.requestQuota} />
        </>
      )}
      {may.end.allowed && endedAt === null && <EndPrincipalDialog principal={principal} end={commands.endPrincipal} />}
      <Needed application={application} principal={principal} />
    </>
  );
}

/** Who could press what this person may not. */
function Needed({ application, principal }: Pick<PrincipalActionsProps, "application" | "principal">) {
  const { endedAt, may } = principal;
  const sentences = [
    application.may.requestPrincipal.needed && `Changing it? ${application.may.requestPrincipal.needed}`,
    endedAt === null && may.end.needed && `Ending it? ${may.end.needed}`,
  ].filter((sentence) => typeof sentence === "string" && sentence !== "");
  if (sentences.length === 0) return null;
  return <p className="basis-full text-small text-ink-3">{sentences.join(" ")}</p>;
}
