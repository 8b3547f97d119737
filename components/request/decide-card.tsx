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
  /** The reader: nobody decides their own request, or twice. */
  personId: string;
  actions: DecideActions;
};

/** Verdict, risk, who must approve; and the decision itself for who may make it, else the sentence that says who may. */
export function DecideCard({ request, personId, actions }: DecideCardProps) {
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
            endsAt={request.access?.expiresAt ?? null}
            waitsFor={waitsFor(request)}
            actions={actions}
          />
        ) : (
          open && <WhyNot request={request} personId={personId} />
        )}
      </CardSection>
    </Card>
  );
}

/** The request that this one builds on, while it is not approved. */
function waitsFor({ dependsOn }: RequestView): number | null {
  if (!dependsOn || dependsOn.state === "approved" || dependsOn.state === "applied") return null;
  return dependsOn.id;
}

function WhyNot({ request, personId }: { request: RequestView; personId: string }) {
  const open = request.slots.filter((slot) => !slot.filled).map((slot) => slot.slot.label);

  return (
    <p className="mt-4 rounded border border-line bg-sunken px-3 py-2 text-ink-2">
      {whyNot(request, personId)} {open.length > 0 && `It needs ${open.join(" and ")}.`}
    </p>
  );
}

function whyNot({ requester, approvals }: RequestView, personId: string): string {
  if (requester.id === personId) return "This is your own request, and nobody decides their own.";
  const approved = approvals.some(({ by, dropped }) => by.id === personId && !dropped);
  return approved ? "You approved it, and nobody approves twice." : "You cannot decide this one.";
}
