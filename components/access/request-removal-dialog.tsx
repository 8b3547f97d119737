"use client";

import type { UnmanagedAcl } from "#lib/contract/access";
import type { RequestSubmitted } from "#lib/contract/topic-requests";
import { bindingLabel } from "#lib/domain/acl-binding";
import { CommandDialog } from "../command/command-dialog.tsx";
import { ReasonField } from "../command/reason-field.tsx";
import type { Action } from "../command/use-command.tsx";
import { submittedWords } from "../request/submitted-words.ts";
import { Button } from "../ui/button.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { Select } from "../ui/select.tsx";
import { aclKey, bindingOf } from "./acl-words.ts";

export type RequestRemoval = Action<Pick<RequestSubmitted, "id" | "state">>;

type RequestRemovalDialogProps = {
  cluster: string;
  acls: readonly UnmanagedAcl[];
  teams: readonly string[];
  request: RequestRemoval;
};

/** Asks for the chosen ACLs to be deleted; nothing is deleted before somebody approved exactly these lines. */
export function RequestRemovalDialog({ cluster, acls, teams, request }: RequestRemovalDialogProps) {
  const count = acls.length === 1 ? "1 ACL" : `${acls.length} ACLs`;

  return (
    <CommandDialog
      trigger={
        <Button size="small" variant="danger" disabled={acls.length === 0}>
          {acls.length === 0 ? "Ask for removal" : `Ask for removal of ${count}`}
        </Button>
      }
      title={`Ask for the removal of ${count}`}
      description={`Whoever relies on one is refused by ${cluster} once it is gone. It is a request: an approval is of exactly these lines.`}
      action={request}
      input={(form) => ({
        cluster,
        team: form.get("team"),
        bindings: acls.map(bindingOf),
        reason: form.get("reason"),
      })}
      submitLabel="Ask for removal"
      done={submittedWords}
      leadsTo={({ id }) => `/requests/${id}`}
    >
      {(errorOf) => (
        <>
          <ScrollRegion label="What would be removed" size="low">
            <ul className="grid gap-1 font-mono text-small text-bad">
              {acls.map((acl) => (
                <li key={aclKey(acl)} className="wrap-anywhere">
                  {acl.principal} {bindingLabel(acl)} {acl.permissionType} from {acl.host}
                </li>
              ))}
            </ul>
          </ScrollRegion>
          {teams.length > 1 ? (
            <Select
              label="In the name of"
              name="team"
              options={teams.map((slug) => ({ value: slug, label: slug }))}
              error={errorOf("team")}
            />
          ) : (
            <input type="hidden" name="team" value={teams[0] ?? ""} />
          )}
          <ReasonField error={errorOf("reason")} hint="Read by the person who decides, and kept in the audit trail." />
        </>
      )}
    </CommandDialog>
  );
}
