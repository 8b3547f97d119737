import type { RequestView } from "#lib/contract/requests";
import { isReaderSlot } from "#lib/domain/slot";
import { VerdictChip } from "../plan/verdict.tsx";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type DecideActions, DecideForm } from "./decide-form.tsx";
import { RiskChip } from "./request-chips.tsx";
import { SlotList } from "./slot-list.tsx";
import { WhatGoes } from "./what-goes.tsx";

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
        {open && request.may.approve.allowed && <WhatGoes plan={request.plan} />}
        {open && (request.may.approve.allowed || request.may.reject.allowed) ? (
          <DecideForm
            // Who has acknowledged may be asked to approve next: that is another form.
            key={`${request.fingerprint} ${acknowledges(request)}`}
            requestId={request.id}
            fingerprint={request.fingerprint}
            changes={request.plan.changes.length}
            endsAt={request.access?.expiresAt ?? null}
            waitsFor={waitsFor(request)}
            acknowledges={acknowledges(request)}
            mayReject={request.may.reject.allowed}
            actions={actions}
          />
        ) : (
          open && <WhyNot request={request} personId={personId} />
        )}
      </CardSection>
    </Card>
  );
}

/** What it waits for before this person may approve it, as a sentence: the request that it builds on, or the readers. */
function waitsFor({ dependsOn, slots, may }: RequestView): string | null {
  if (dependsOn && dependsOn.state !== "approved" && dependsOn.state !== "applied")
    return `It cannot be approved before request ${dependsOn.id} is.`;
  if (may.approve.allowed) return null;
  const readers = slots.filter(({ slot, filled }) => isReaderSlot(slot) && !filled).map(({ slot }) => slot.label);
  if (readers.length === 0) return may.approve.needed;
  return `It waits for the readers: ${readers.join("; ")}. It can be approved once they have acknowledged it.`;
}

/** Whether what this person gives is the acknowledgement of a reader and not an approval. */
function acknowledges({ slots }: RequestView): boolean {
  const mine = slots.find((slot) => slot.mine && !slot.filled);
  return mine !== undefined && isReaderSlot(mine.slot);
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
  const mine = approvals.find(({ by, dropped }) => by.id === personId && !dropped);
  if (mine?.slot.startsWith("reader:")) return "You acknowledged it; the decision is for others.";
  return mine ? "You approved it, and nobody approves twice." : "You cannot decide this one.";
}
