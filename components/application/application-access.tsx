import type { ReactNode } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import type { GrantCommands } from "../access/grant-actions.tsx";
import { BindingTable } from "./binding-table.tsx";
import { GrantCard } from "./grant-card.tsx";

type ApplicationAccessProps = {
  application: ApplicationView;
  commands: GrantCommands;
  /** Asks for access, or who could. */
  ask: ReactNode;
};

/** What the application was granted, and the ACLs that follow from it, per principal. */
export function ApplicationAccess({ application: { grants, principals }, commands, ask }: ApplicationAccessProps) {
  return (
    <div className="grid gap-5">
      <GrantCard grants={grants} commands={commands} ask={ask} />
      {principals
        .filter(({ state, bindings }) => state !== "ended" || bindings.length > 0)
        .map((principal) => (
          <BindingTable key={principal.id} principal={principal} />
        ))}
    </div>
  );
}
