import type { CostFigure, CostOutlook as Outlook } from "#lib/domain/cost";
import { approximateBytes, approximateRate } from "#lib/domain/quantity";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { inMoney, NO_PRICE } from "./cost-words.ts";

/** What a topic comes to store and to cost a month, before it is asked for: as it is now, where it is there, and after. */
export function CostOutlook({ cost }: { cost: Outlook }) {
  return (
    <Card>
      <CardHeader title="What it costs" />
      <CardSection className="grid gap-2">
        <DefinitionList items={figures(cost)} />
        <p className="text-small text-ink-2">{basisInWords(cost)}</p>
      </CardSection>
    </Card>
  );
}

function figures({ now, after, currency, priced }: Outlook): Definition[] {
  const money = (figure: CostFigure) =>
    figure.perMonth === null ? "nobody can tell yet" : inMoney(figure.perMonth, currency);
  const stored = now === null ? storedInWords(after) : fromTo(storedInWords(now), storedInWords(after));
  const paid = now === null ? money(after) : fromTo(money(now), money(after));
  return [
    { term: "Stores", value: stored },
    { term: "A month", value: priced ? paid : NO_PRICE },
  ];
}

function fromTo(from: string, to: string): string {
  return from === to ? to : `${from} → ${to}`;
}

function storedInWords({ stored, bytes }: CostFigure): string {
  if (bytes !== null) return `about ${approximateBytes(BigInt(bytes))}`;
  return stored === "unbounded" ? "without limit" : "nobody can tell yet";
}

function basisInWords({ basis, bytesPerSecond }: Outlook): string {
  if (bytesPerSecond === null) return "State the expected write rate to see what it will store.";
  const rate = approximateRate(BigInt(bytesPerSecond));
  const source = basis === "observed" ? `as seen on the cluster, ${rate}` : `as expected, ${rate}`;
  return `On all replicas, once the retention has passed; by the write rate ${source} before replication.`;
}
