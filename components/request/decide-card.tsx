import type { RequestView } from "#lib/contract/requests";
import { VerdictChip } from "../plan/verdict.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type DecideActions, DecideForm } from "./decide-form.tsx";
import { RiskChip } from "./request-chips.tsx";
import { SlotList } from "./slot-list.tsx";

type DecideCardProps = {
  request: RequestView;
  /** The reader asked for it: nobody decides their own request. */
  own: boolean;
  actions: DecideActions;
};

/** Verdict, risk, who must approve; and the decision itself for who may make it, else the sentence that says who may. */
export function DecideCard({ request, own, actions }: DecideCardProps) {
  const open = request.state === "submitted";
  const needs: Definition[] = [{ term: open ? "Needs" : "Needed", value: <SlotList request={request} /> }];
  if (open) needs.push({ term: "Lapses", value: <RelativeTime at={request.lapsesAt} /> });

  return (
    <Card>
      <CardHeader title={open ? "Decide" : "Decision"} />
      <CardSection>
        <div className="mb-3 flex flex-wrap gap-2">
          <VerdictChip violations={request.violations} />
          <RiskChip risk={request.risk} />
        </div>
        <DefinitionList items={needs} />
        {request.may.approve.allowed ? (
          <DecideForm
            key={request.fingerprint}
            requestId={request.id}
            fingerprint={request.fingerprint}
            changes={request.plan.changes.length}
            actions={actions}
          />
        ) : (
          open && <WhyNot request={request} own={own} />
        )}
      </CardSection>
    </Card>
  );
}

function WhyNot({ request, own }: { request: RequestView; own: boolean }) {
  const open = request.slots.filter((slot) => !slot.filled).map((slot) => slot.slot.label);

  return (
    <p className="mt-4 rounded border border-line bg-sunken px-3 py-2 text-ink-2">
      {own ? "This is your own request, and nobody decides their own. " : "You cannot decide this one. "}
      {open.length > 0 && `It needs ${open.join(" and ")}.`}
    </p>
  );
}
