import type { OwnershipTransferDetail } from "#lib/contract/ownership";
import type { RequestView } from "#lib/contract/requests";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { TextLink } from "../ui/text-link.tsx";
import { whatMoves } from "./transfer-words.ts";

type TransferCardProps = { request: Pick<RequestView, "cluster" | "state">; transfer: OwnershipTransferDetail };

/** What changes hands between which teams, and what that means. */
export function TransferCard({ request: { cluster, state }, transfer }: TransferCardProps) {
  const { from, to, topics } = transfer;
  const items: Definition[] = [
    { term: "From", value: <TextLink href={`/teams/${from.slug}`}>{from.name}</TextLink> },
    { term: "To", value: <TextLink href={`/teams/${to.slug}`}>{to.name}</TextLink> },
    { term: "What", value: whatMoves(transfer) },
    ...(topics > 0 ? [{ term: "Cluster", value: cluster }] : []),
  ];

  return (
    <Card>
      <CardHeader title={state === "applied" ? `${to.name} owns it now` : `${to.name} would own it`} />
      <CardSection className="grid gap-3">
        <DefinitionList items={items} />
        <p className="text-ink-2">
          Nothing changes on the cluster: access stays as it is, and {to.name} decides about it. The history stays with
          each thing. Whoever reads or writes the topics is told. What is still undecided about them becomes stale, to
          be asked of {to.name} anew.
        </p>
      </CardSection>
    </Card>
  );
}
