import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { GrantView } from "#lib/contract/access";
import type { GrantCommands } from "../access/grant-actions.tsx";
import { GrantTable } from "../access/grant-table.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

type GrantCardProps = {
  title?: string;
  grants: readonly GrantView[];
  commands: GrantCommands;
  /** Asks for access; or who could. */
  ask?: ReactNode;
};

/** What an application was granted: live grants first, then those that ended lately. */
export function GrantCard({ title = "Grants", grants, commands, ask }: GrantCardProps) {
  const live = grants.filter(({ state }) => state !== "ended").length;

  return (
    <Card>
      <CardHeader title={title} aside={`${live} live`} />
      <GrantTable
        caption={title}
        grants={grants}
        of="application"
        commands={commands}
        empty={
          <EmptyState icon={KeyRound} title="No access yet" action={ask}>
            Access to a topic is asked for, decided by the topic’s owner, and ends on a date.
          </EmptyState>
        }
      />
    </Card>
  );
}
