import { Check, Circle } from "lucide-react";
import type { RequestView } from "#lib/contract/requests";
import { isReaderSlot } from "#lib/domain/slot";
import { formatDate } from "../ui/format-relative.ts";
import { namesOf } from "./names-of.ts";

type Slots = Pick<RequestView, "slots" | "approvals">;

/** The approvals that a request needs, and the acknowledgements of readers before them: which, who could give it, and who did. */
export function SlotList({ request }: { request: Slots }) {
  if (request.slots.length === 0) return <p>Nobody: the rules allow it without an approval.</p>;

  return (
    <ul className="grid gap-2">
      {request.slots.map((slot) => (
        <SlotItem key={slot.slot.id} slot={slot} approvals={request.approvals} />
      ))}
    </ul>
  );
}

function SlotItem({ slot, approvals }: { slot: Slots["slots"][number]; approvals: Slots["approvals"] }) {
  const by = approvals.find((approval) => approval.slot === slot.slot.id && !approval.dropped);
  const Icon = by ? Check : Circle;
  const given = isReaderSlot(slot.slot) ? "acknowledged" : "approved";

  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2">
      <Icon aria-hidden className={by ? "mt-0.5 size-4 text-ok" : "mt-0.5 size-4 text-ink-3"} />
      <div>
        {slot.slot.label} {slot.mine && <span className="text-ink-3">(you)</span>}
        <div className="text-small text-ink-2">
          {by ? `${given} by ${by.by.name}${by.standIn ? ", standing in" : ""}` : namesOf(slot)}
          {!by && isReaderSlot(slot.slot) && (
            <div className="text-ink-3">
              From {formatDate(new Date(slot.slot.standInFrom))} on a platform admin may answer for them.
            </div>
          )}
        </div>
      </div>
    </li>
  );
}
