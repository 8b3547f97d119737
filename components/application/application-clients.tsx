import { Code } from "lucide-react";
import type { ReactNode } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import { ClientSnippets } from "../access/client-snippets.tsx";
import { Card } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

type ApplicationClientsProps = {
  clients: ApplicationView["clients"];
  /** Asks for access, or who could. */
  ask: ReactNode;
};

/** How to connect: programs with the real addresses and names of each principal. */
export function ApplicationClients({ clients, ask }: ApplicationClientsProps) {
  if (clients.length === 0) {
    return (
      <Card>
        <EmptyState icon={Code} title="Nothing to connect as yet">
          Programs are shown here for each principal of the application; ask for one on the overview.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="grid gap-5">
      <p className="text-ink-2">
        They run as they are. None holds a secret: the password is read from the environment when a program starts.
      </p>
      {clients.map((settings) => (
        <ClientSnippets key={`${settings.cluster} ${settings.principal}`} settings={settings} action={ask} />
      ))}
    </div>
  );
}
