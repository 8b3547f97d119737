import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import type { GrantCommands } from "../access/grant-actions.tsx";
import { GrantTable } from "../access/grant-table.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { BindingTable } from "./binding-table.tsx";

type ApplicationAccessProps = {
  application: ApplicationView;
  commands: GrantCommands;
  /** Asks for access, or who could. */
  ask: ReactNode;
};

/** What the application was granted, and the ACLs that follow from it, per principal. */
export function ApplicationAccess({ application: { grants, principals }, commands, ask }: ApplicationAccessProps) {
  const live = grants.filter(({ state }) => state !== "ended").length;
  const empty = (
    <EmptyState icon={KeyRound} title="No access yet" action={ask}>
      Access to a topic is asked for, decided by the topic’s owner, and ends on a date.
    </EmptyState>
  );

  return (
    <div className="grid gap-5">
      <Card>
        <CardHeader title="Grants" aside={`${live} live`} />
        <GrantTable caption="Grants" grants={grants} of="application" commands={commands} empty={empty} />
      </Card>
      {principals
        .filter(({ state, bindings }) => state !== "ended" || bindings.length > 0)
        .map((principal) => (
          <BindingTable key={principal.id} principal={principal} />
        ))}
    </div>
  );
}
