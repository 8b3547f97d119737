import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import type { ApplicationView } from "#lib/contract/applications";
import { Card } from "../ui/card.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { OpenRequests } from "./open-requests.tsx";
import { PrincipalActions, type PrincipalCommands } from "./principal-actions.tsx";
import { PrincipalCard } from "./principal-card.tsx";

type ApplicationOverviewProps = {
  application: ApplicationView;
  commands: PrincipalCommands;
  /** Asks for a principal; null for somebody who may not. */
  ask: ReactNode;
};

/** Who the application is on each cluster, and what it waits for. */
export function ApplicationOverview({ application, commands, ask }: ApplicationOverviewProps) {
  const { principals, openRequests } = application;
  const cards = (ended: boolean) =>
    principals
      .filter(({ state }) => (state === "ended") === ended)
      .map((principal) => (
        <PrincipalCard
          key={principal.id}
          principal={principal}
          actions={ended ? null : <PrincipalActions {...{ application, principal, commands }} />}
        />
      ));
  const [live, ended] = [cards(false), cards(true)];

  return (
    <div className="grid gap-5">
      <OpenRequests requests={openRequests} />
      {live.length === 0 && <NoPrincipal ask={ask} />}
      {live.length > 0 && <div className="grid items-start gap-5 lg:grid-cols-2">{live}</div>}
      {live.length > 0 && ask && <div>{ask}</div>}
      {ended.length > 0 && (
        <Disclosure summary={ended.length === 1 ? "1 principal that ended" : `${ended.length} principals that ended`}>
          <div className="grid items-start gap-5 lg:grid-cols-2">{ended}</div>
        </Disclosure>
      )}
    </div>
  );
}

function NoPrincipal({ ask }: { ask: ReactNode }) {
  return (
    <Card>
      <EmptyState icon={KeyRound} title="No principal on any cluster yet" action={ask}>
        A principal is who the application is to a cluster: clients log in as it, and topics are granted to it.
      </EmptyState>
    </Card>
  );
}
