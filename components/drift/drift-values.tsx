import type { DriftDifference } from "#lib/contract/drift";
import { RelativeTime } from "../ui/relative-time.tsx";
import { driftValue, unsetInWords } from "./drift-words.ts";

type DriftValuesProps = {
  field: DriftDifference;
  /** Where it was seen. */
  where?: "On the cluster" | "In the registry";
};

/** A field in its three values, and since when it differs. */
export function DriftValues({ field, where = "On the cluster" }: DriftValuesProps) {
  const { desired, applied, observed, since } = field;
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-x-4 gap-y-1.5">
      <Value term="Desired" of={field} value={desired} />
      <Value term="Last applied" of={field} value={applied} />
      <Value term={where} of={field} value={observed} />
      <div>
        <dt className="text-xs text-ink-3">Differs</dt>
        <dd className="text-small">
          <RelativeTime at={since} />
        </dd>
      </div>
    </dl>
  );
}

function Value({ term, of, value }: { term: string; of: DriftDifference; value: string | null }) {
  const shown = driftValue(of.field, value);
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{term}</dt>
      <dd className="font-mono text-small wrap-anywhere">
        {shown ? shown.short : <span className="font-sans text-ink-2">{unsetInWords(of)}</span>}
        {shown?.exact && <span className="block text-xs text-ink-3">{shown.exact}</span>}
      </dd>
    </div>
  );
}
